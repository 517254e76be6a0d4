import Foundation

/// A program of somebody else's, to compare with where it is installed.
public struct Tool: Sendable {
  /// Its name.
  public let name: String

  /// Names a program.
  public init(_ name: String) { self.name = name }

  /// Where it lies, or `nil` when it is not installed.
  public var path: String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile(atPath:))
  }

  /// Whether all of these are installed.
  public static func areInstalled(_ names: String...) -> Bool {
    names.allSatisfy { Tool($0).path != nil }
  }

  /// What it prints when it reads `input`; `nil` when it fails.
  public func output(_ arguments: [String], input: [UInt8]) throws -> [UInt8]? {
    guard let path else { return nil }
    let folder = try TemporaryFolder()
    let (source, target) = (folder.url.appendingPathComponent("in"), folder.path("out"))
    try Data(input).write(to: source)
    guard FileManager.default.createFile(atPath: target, contents: nil),
      let output = FileHandle(forWritingAtPath: target)
    else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: target)))
  }
}
