import Foundation

/// Files that belong to the tests, found beside this source file.
public enum Fixtures {
  /// The folder `Tests/Fixtures`.
  public static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// The folder `Tests/Fuzzing/Seeds`: the files that fuzzing starts from.
  public static let seeds = folder.deletingLastPathComponent()
    .appendingPathComponent("Fuzzing/Seeds")

  /// Decodes a JSON fixture; its script of the same name says how it was made.
  public static func load<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return try JSONDecoder().decode(type, from: data)
  }
}
