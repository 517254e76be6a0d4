internal import ImageCodecs

/// The files beside a model that hold its weights.
///
/// A model could name any file of the machine; only files inside the model's own folder are read.
package final class ExternalFiles {
  private let folder: String?
  private var open: [String: ModelBytes] = [:]

  /// Creates the files of a folder; `nil` allows no files.
  package init(folder: String?) { self.folder = folder }

  /// Finds the bytes that hold a tensor.
  ///
  /// - Parameters:
  ///   - entries: `location`, and optionally `offset` and `length`.
  ///   - count: The number of bytes of the tensor.
  ///   - name: The name of the tensor.
  /// - Returns: The file, opened once for all of its tensors, and the range of the tensor's bytes.
  /// - Throws: ``ONNXError`` when the file is missing or outside of the model's folder, or does not
  ///   hold `count` bytes there.
  func place(
    _ entries: [String: String], count: Int, of name: String
  ) throws(ONNXError) -> (ModelBytes, Range<Int>) {
    let location = entries["location"] ?? ""
    let file = try file(location, of: name)
    let offset = try number(entries["offset"], 0, of: name)
    let length = try number(entries["length"], count, of: name)
    guard length == count else {
      throw ONNXError(
        .damaged, "tensor '\(name)' holds \(length) bytes in '\(location)' instead of \(count)")
    }
    guard offset <= file.source.count, count <= file.source.count - offset else {
      throw ONNXError(.damaged, "'\(location)' ends before the elements of tensor '\(name)'")
    }
    return (file, offset..<offset + count)
  }

  private func number(
    _ text: String?, _ standard: Int, of name: String
  ) throws(ONNXError) -> Int {
    guard let text else { return standard }
    guard let number = Int(text), number >= 0 else {
      throw ONNXError(.damaged, "tensor '\(name)': '\(text)' is no place in a file")
    }
    return number
  }

  private func file(_ location: String, of name: String) throws(ONNXError) -> ModelBytes {
    if let file = open[location] { return file }
    guard let folder else {
      throw ONNXError(.unsupported, "tensor '\(name)' lies in another file, '\(location)'")
    }
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !location.isEmpty, !parts.contains(""), !parts.contains(".."), !location.contains("\\"),
      !location.contains("\0"),
      Files.isInside(folder.isEmpty ? "." : folder, "\(folder.isEmpty ? "." : folder)/\(location)")
    else {
      throw ONNXError(
        .damaged, "tensor '\(name)' lies in '\(location)', which is not inside the model's folder")
    }
    let path = "\(folder.isEmpty ? "." : folder)/\(location)"
    guard FileIdentity(path: path)?.isRegular ?? true else {
      throw ONNXError(.damaged, "tensor '\(name)' lies in '\(location)', which is no file")
    }
    do throws(CodecError) {
      let file = ModelBytes(try RandomAccessBytes(path: path, limit: 0))
      open[location] = file
      return file
    } catch {
      throw ONNXError(
        .noInput, "tensor '\(name)' lies in '\(location)': \(error.description)")
    }
  }
}
