import ConvCore

/// Parts of a large `.npy` array, read by position from any thread.
package struct NPYSlices: Sendable {
  /// The lengths of the dimensions, the slowest first.
  package let shape: [Int]
  /// NumPy's name of the element type without its byte order: `f4`, `i8`, `b1`.
  package let type: String
  /// The number of bytes of one element.
  package let width: Int
  private let element: NPYHeader.Element
  private let isBigEndian: Bool
  private let file: RandomAccessBytes
  private let start: Int

  /// Whether the elements are bytes of 0…255.
  package var isBytes: Bool { element == .uint8 }
  /// Whether the elements are fractions: floats, and booleans as 0 and 1.
  package var isFraction: Bool { element.isFraction }

  /// Opens a file; an array in Fortran order is turned in memory.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - limit: The most bytes to hold in memory.
  /// - Throws: ``CodecError`` when the file is damaged, cut short or unsupported.
  package init(path: String, limit: Int) throws(CodecError) {
    let file = try RandomAccessBytes(path: path, limit: limit)
    let prefix = try file.bytes(0..<min(12, file.count))
    guard prefix.count >= 12, prefix.starts(with: NPYHeader.magic) else {
      throw CodecError(.unsupported, "not NPY")
    }
    let first = prefix[6] == 1 ? 10 : 12
    let length = prefix[8..<first].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= 1 << 20, first + length <= file.count else {
      throw CodecError(.damaged, "truncated NPY header")
    }
    let header = try NPYHeader(ByteSource(bytes: try file.bytes(0..<first + length)))
    (shape, element, type) = (header.shape, header.element, header.element.rawValue)
    width = header.element.byteCount
    var size = header.element.byteCount
    for side in header.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: side)
      guard !overflow else { throw CodecError(.damaged, "NPY of shape \(header.shape)") }
      size = product
    }
    guard first + length + size <= file.count else {
      throw CodecError(
        .damaged,
        "truncated NPY: \(file.count - first - length) of \(size) bytes of shape \(header.shape)")
    }
    guard header.fortranOrder && header.shape.count > 1 else {
      (self.file, start, isBigEndian) = (file, first + length, header.bigEndian)
      return
    }
    let turned = try NPYTensor(try ByteSource(path: path), limit: limit)
    (self.file, start, isBigEndian) = (RandomAccessBytes(bytes: turned.bytes), 0, false)
  }

  /// The bytes of some elements as they are stored.
  package func bytes(_ elements: Range<Int>) throws(CodecError) -> [UInt8] {
    try file.bytes(start + elements.lowerBound * width..<start + elements.upperBound * width)
  }

  /// Some elements as floats.
  package func floats(_ elements: Range<Int>) throws(CodecError) -> [Float] {
    let bytes = try bytes(elements)
    let reader = NPYElements(element: element, isBigEndian: isBigEndian)
    return bytes.withUnsafeBytes { reader.floats(of: $0) }
  }
}
