import Foundation
import ImageCodecs
import ONNX

/// The names of a model's classes.
struct ClassLabels {
  private let names: [String]

  /// Reads names from a file, one a line; without a file, from the model's metadata.
  init(file: String?, _ graph: Graph) throws {
    guard let file else {
      let text = graph.metadata["class_names"] ?? graph.metadata["names"] ?? ""
      names = (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
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
  /// - Returns: A note when the first output has no name; `nil` otherwise.
  func check(_ count: Int) throws -> String? {
    if names.isEmpty || names.count == count { return nil }
    if names.count + 1 == count {
      return "\(count) outputs and \(names.count) labels: the first output is skipped"
    }
    throw Failure(.damagedInput, "\(names.count) labels for \(count) outputs")
  }

  /// The name of a class; its number when it has none.
  func name(_ index: Int, of count: Int) -> String {
    let index = names.count + 1 == count ? index - 1 : index
    if names.isEmpty { return "class \(index)" }
    return index < 0 ? "background" : names[index]
  }
}
