import ConvCore

/// A small array of any dimension from a `.npy` file: kernels and filter banks.
public struct NPYArray: Hashable, Sendable {
  /// The lengths of the dimensions, the slowest first.
  public let shape: [Int]
  /// The elements in C order.
  public let elements: [Double]

  /// Reads a whole file of integers or floats, 8 to 64 bits wide, in either byte and index order.
  ///
  /// - Parameters:
  ///   - source: The bytes of the file.
  ///   - limit: The largest number of elements to accept.
  /// - Throws: ``CodecError`` when the file is damaged, unsupported or has more elements than
  ///   `limit`.
  public init(_ source: ByteSource, limit: Int = 1 << 24) throws(CodecError) {
    let header = try NPYHeader(source)
    var count = 1
    for side in header.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard !overflow && product <= limit else {
        throw CodecError(.overLimit, "NPY of shape \(header.shape): more than \(limit) elements")
      }
      count = product
    }
    let width = header.element.byteCount
    var stored = [Double](repeating: 0, count: count)
    let bytes = try SampleBuffer.filled(type: .uint8, count: count * width) {
      buffer throws(CodecError) in
      guard try source.readFully(into: buffer) == buffer.count else {
        throw CodecError(.damaged, "truncated NPY")
      }
    }
    guard case .uint8(let raw) = bytes else { preconditionFailure("bytes") }
    for index in 0..<count {
      let slice = raw[index * width..<(index + 1) * width]
      let bits = (header.bigEndian ? Array(slice) : slice.reversed())
        .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      stored[index] = header.element.value(of: bits)
    }
    shape = header.shape
    elements = header.fortranOrder ? NPYArray.cOrdered(stored, header.shape) : stored
  }

  private static func cOrdered(_ stored: [Double], _ shape: [Int]) -> [Double] {
    let strides = shape.indices.map { shape[..<$0].reduce(1, *) }
    return stored.indices.map { index in
      var (rest, place) = (index, 0)
      for axis in shape.indices.reversed() {
        place += rest % shape[axis] * strides[axis]
        rest /= shape[axis]
      }
      return stored[place]
    }
  }
}

extension NPYHeader.Element {
  /// The number that the bits represent.
  fileprivate func value(of bits: UInt64) -> Double {
    switch self {
    case .uint8, .uint16, .uint32, .uint64: Double(bits)
    case .bool: bits == 0 ? 0 : 1
    case .float16: Double(NPYElements.float(half: UInt16(truncatingIfNeeded: bits)))
    case .int8: Double(Int8(truncatingIfNeeded: bits))
    case .int16: Double(Int16(truncatingIfNeeded: bits))
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .int64: Double(Int64(bitPattern: bits))
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: Double(bitPattern: bits)
    }
  }
}
