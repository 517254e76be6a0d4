package import ImageCodecs

/// The bytes of a model file, with a limit on the number of items that they may become.
///
/// A hostile file holds millions of empty messages of two bytes each; an item of a list takes many
/// times that in memory. Weights are not items: they are read from their place when needed.
package final class ModelBytes {
  /// The file.
  package let source: RandomAccessBytes
  private var itemsLeft = 1 << 23

  package init(_ source: RandomAccessBytes) { self.source = source }

  /// Counts items of lists.
  ///
  /// - Throws: ``ONNXError`` with `overLimit` when a file has more than eight million.
  func count(_ items: Int = 1) throws(ONNXError) {
    itemsLeft -= items
    guard itemsLeft >= 0 else {
      throw ONNXError(.overLimit, "more than \(1 << 23) nodes, names and attribute values")
    }
  }

  /// Returns the bytes of a range inside the file.
  func bytes(_ range: Range<Int>) throws(ONNXError) -> [UInt8] {
    do throws(CodecError) { return try source.bytes(range) } catch {
      throw ONNXError(.damaged, error.description)
    }
  }

  /// Returns the little-endian numbers in a range inside the file.
  func values<Value: BitwiseCopyable>(
    _ range: Range<Int>, of type: Value.Type
  ) throws(ONNXError) -> [Value] {
    guard range.count % MemoryLayout<Value>.stride == 0 else {
      throw ONNXError(.damaged, "broken ONNX: \(range.count) bytes are no whole numbers")
    }
    do throws(CodecError) { return try source.values(range, of: type) } catch {
      throw ONNXError(.damaged, error.description)
    }
  }

  /// Returns the byte at a position inside the file.
  func byte(at position: Int) throws(ONNXError) -> UInt8 {
    do throws(CodecError) { return try source.byte(at: position) } catch {
      throw ONNXError(.damaged, error.description)
    }
  }

  /// Returns a text; bytes that are not UTF-8 become replacement characters.
  func text(_ range: Range<Int>) throws(ONNXError) -> String {
    try count(1 + range.count / 16)
    return String(decoding: try bytes(range), as: UTF8.self)
  }
}
