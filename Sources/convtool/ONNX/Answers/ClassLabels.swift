import Foundation
import ImageCodecs
import ONNX

/// The names of a model's classes.
struct ClassLabels {
  private let names: [String]
  /// The file that holds the names; `nil` for those of the model.
  private let file: String?

  init(_ names: [String]) { (self.names, file) = (names, nil) }

  /// Reads names from a file, one a line; without a file, the model's own are taken.
  init(file: String?, named: [String]) throws {
    self.file = file
    guard let file else {
      names = named
      return
    }
    ProtectedFiles.protect(file)
    guard let data = try WholeFile.contents(file) else {
      throw Failure(.noInput, "\(file): no such file of labels, or it cannot be read")
    }
    var lines = String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard !lines.isEmpty else { throw Failure(.damagedInput, "\(file): holds no labels") }
    names = lines
  }

  /// Requires that the names fit the outputs of a model.
  ///
  /// 1001 outputs and 1000 names are allowed: the first output means none of the classes.
  ///
  /// - Returns: A note when the first output is skipped; `nil` otherwise.
  func check(_ count: Int) throws -> String? {
    if fits(count) && !skipsFirst(of: count) { return nil }
    if skipsFirst(of: count) {
      return "\(count) outputs and \(names.count) labels: the first output is skipped"
    }
    throw Failure(
      .damagedInput, "\(file.map { "\($0): " } ?? "")\(names.count) labels for \(count) outputs")
  }

  /// Whether the names fit so many outputs.
  func fits(_ count: Int) -> Bool {
    names.isEmpty || names.count == count || skipsFirst(of: count)
  }

  /// Whether the first output is none of the classes.
  func skipsFirst(of count: Int) -> Bool { names.count == 1000 && count == 1001 }

  /// The name of a class; its number when it has none.
  func name(_ index: Int, of count: Int) -> String {
    let index = skipsFirst(of: count) ? index - 1 : index
    if names.isEmpty { return "class \(index)" }
    return index < 0 ? "background" : names[index]
  }

  /// The output that a text names: a label, or a number; `nil` when there is none.
  func output(_ text: String, of count: Int) -> Int? {
    let first = skipsFirst(of: count) ? 1 : 0
    if let index = names.firstIndex(of: text) { return index + first }
    guard let number = Int(text), (0..<count - first).contains(number) else { return nil }
    return number + first
  }
}
