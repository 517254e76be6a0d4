import Foundation
import ImageCodecs

/// Manual pages for `man`: one for the program, one for each command.
enum ManualPages {
  /// Writes all pages into a folder, which is created.
  ///
  /// - Throws: ``Failure`` when a page cannot be written.
  static func write(to folder: String) throws {
    guard let schema = ProgramSchema.load() else {
      throw Failure(.internalError, "the description of the options cannot be read")
    }
    try about(folder) { try Files.makeFolder(folder) }
    try write(ManualPage.program(schema), "convtool.1", in: folder)
    for command in schema.commands {
      try write(ManualPage.command(command), "convtool-\(command.name).1", in: folder)
    }
  }

  private static func write(_ text: String, _ name: String, in folder: String) throws {
    let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    try about(path) { try OutputFile.write(Array(text.utf8), to: path, syncs: false) }
  }
}
