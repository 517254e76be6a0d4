import ConvCore

/// An array of any shape and number type as a `.npy` file holds it: type, shape and bytes.
package struct NPYTensor: Hashable, Sendable {
  /// NumPy's name of the element type without its byte order: `f4`, `i8`, `b1`.
  package let type: String
  /// The lengths of the dimensions, the slowest first; empty for a single number.
  package let shape: [Int]
  /// The elements in C order, little-endian.
  package let bytes: [UInt8]

  /// Creates an array.
  package init(type: String, shape: [Int], bytes: [UInt8]) {
    (self.type, self.shape, self.bytes) = (type, shape, bytes)
  }

  /// Reads a whole file, in either byte and index order.
  ///
  /// - Parameters:
  ///   - source: The bytes of the file.
  ///   - limit: The largest number of bytes to accept.
  /// - Throws: ``CodecError`` when the file is damaged, unsupported or has more bytes than `limit`.
  package init(_ source: ByteSource, limit: Int) throws(CodecError) {
    let header = try NPYHeader(source)
    let width = header.element.byteCount
    var size = width
    // A zero among the sides makes the array empty, whatever the other sides say.
    for side in header.shape.contains(0) ? [0] : header.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: side)
      guard !overflow && product <= limit else {
        throw CodecError(
          .overLimit, "NPY of shape \(header.shape): more than \(limit) bytes of --max-memory")
      }
      size = product
    }
    var bytes = [UInt8]()
    while bytes.count < size {
      // A file that lies about its size ends before much memory is taken.
      let piece = try SampleBuffer.filled(type: .uint8, count: min(size - bytes.count, 1 << 24)) {
        buffer throws(CodecError) in
        guard try source.readFully(into: buffer) == buffer.count else {
          throw CodecError(.damaged, "truncated NPY")
        }
      }
      guard case .uint8(let part) = piece else { preconditionFailure("bytes") }
      bytes += part
    }
    if header.bigEndian {
      for start in stride(from: 0, to: size, by: width) {
        bytes[start..<start + width].reverse()
      }
    }
    (type, shape) = (header.element.rawValue, header.shape)
    self.bytes =
      header.fortranOrder ? NPYTensor.cOrdered(bytes, header.shape, width: width) : bytes
  }

  private static func cOrdered(_ stored: [UInt8], _ shape: [Int], width: Int) -> [UInt8] {
    var strides = [Int](repeating: width, count: shape.count)
    for axis in shape.indices.dropFirst() { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    var result = [UInt8]()
    result.reserveCapacity(stored.count)
    for index in 0..<stored.count / width {
      var (rest, place) = (index, 0)
      for axis in shape.indices.reversed() {
        place += rest % shape[axis] * strides[axis]
        rest /= shape[axis]
      }
      result += stored[place..<place + width]
    }
    return result
  }

  /// Writes the array to a file that is complete or absent.
  ///
  /// - Throws: ``CodecError`` when the file cannot be created or written.
  package func write(to path: String) throws(CodecError) {
    let file = try OutputFile(path: path)
    defer { file.abandon() }
    let order = type.hasSuffix("1") ? "|" : "<"
    try file.write(NPYHeader.bytes(shape: shape, descriptor: order + type))
    try file.write(bytes)
    try file.commit()
  }
}
