import ConvCore

/// Reads `.npy`: H×W or H×W×C of uint8, uint16 or float32, either byte order, C or Fortran order.
///
/// Channels have no meaning here: a fourth one is not alpha. Fortran order is held whole.
final class NPYReader: ImageReader, @unchecked Sendable {
  let info: ImageInfo
  private let source: ByteSource
  private let header: NPYHeader
  private let allowsDamage: Bool
  private var whole: SampleBuffer?
  private var nextRow = 0
  private(set) var notes = DecoderNotes()

  init(_ source: ByteSource, limits: ImageLimits, allowsDamage: Bool) throws(CodecError) {
    let header = try NPYHeader(source)
    let type: SampleType
    switch header.element {
    case .uint8: type = .uint8
    case .uint16: type = .uint16
    case .float32: type = .float32
    default:
      throw CodecError(
        .unsupported, "NPY of \(header.element): images are uint8, uint16 or float32")
    }
    guard (2...3).contains(header.shape.count) else {
      throw CodecError(.unsupported, "NPY of \(header.shape.count) dimensions, not H×W or H×W×C")
    }
    try limits.check(height: header.shape[0], width: header.shape[1])
    let channels = header.shape.count == 3 ? header.shape[2] : 1
    guard channels > 0 && channels <= 1 << 16 else {
      throw CodecError(.unsupported, "NPY of \(channels) channels")
    }
    self.source = source
    self.header = header
    self.allowsDamage = allowsDamage
    info = ImageInfo(
      format: .npy,
      shape: ImageShape(height: header.shape[0], width: header.shape[1], channels: channels),
      sampleType: type, hasAlpha: false,
      wholeImageReason: header.fortranOrder ? "the NPY is in Fortran order" : nil)
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    let length = info.shape.rowLength
    guard header.fortranOrder else { return try read(count * length) }
    let image: SampleBuffer
    if let whole { image = whole } else { image = try read(info.shape.count) }
    whole = image
    let rows = nextRow..<nextRow + count
    return switch image {
    case .uint8(let samples): .uint8(cOrdered(samples, rows))
    case .uint16(let samples): .uint16(cOrdered(samples, rows))
    case .float32(let samples): .float32(cOrdered(samples, rows))
    }
  }

  private func read(_ count: Int) throws(CodecError) -> SampleBuffer {
    let buffer = try SampleBuffer.filled(type: info.sampleType, count: count) {
      bytes throws(CodecError) in
      let got = try source.readFully(into: bytes)
      guard got == bytes.count else {
        let rows = nextRow + got / (info.shape.rowLength * info.sampleType.byteCount)
        let error = CodecError(.damaged, "truncated NPY: \(rows) of \(info.shape.height) rows")
        guard allowsDamage else { throw error }
        if notes.damage == nil { notes.damage = error.description }
        return
      }
    }
    return header.bigEndian == (1.bigEndian == 1) ? buffer : buffer.byteSwapped
  }

  /// Fortran order: the first index runs fastest.
  private func cOrdered<Sample>(_ samples: [Sample], _ rows: Range<Int>) -> [Sample] {
    let shape = info.shape
    return rows.flatMap { y in
      (0..<shape.width).flatMap { x in
        (0..<shape.channels).map { samples[($0 * shape.width + x) * shape.height + y] }
      }
    }
  }
}

extension SampleBuffer {
  /// Every sample with its bytes reversed.
  fileprivate var byteSwapped: SampleBuffer {
    switch self {
    case .uint8: self
    case .uint16(let samples): .uint16(samples.map(\.byteSwapped))
    case .float32(let samples):
      .float32(samples.map { Float(bitPattern: $0.bitPattern.byteSwapped) })
    }
  }
}

/// A small array of numbers of any dimension from a `.npy` file: kernels and filter banks.
public struct NPYArray: Hashable, Sendable {
  /// The sides, the slowest first.
  public let shape: [Int]
  /// The elements in C order.
  public let elements: [Double]

  /// Reads a whole file of integers or floats, 8 to 64 bits wide, in either byte and index order.
  ///
  /// - Parameter limit: The largest number of elements to accept.
  /// - Throws: ``CodecError``.
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
  /// The number that these bits stand for.
  fileprivate func value(of bits: UInt64) -> Double {
    switch self {
    case .uint8, .uint16: Double(bits)
    case .int8: Double(Int8(truncatingIfNeeded: bits))
    case .int16: Double(Int16(truncatingIfNeeded: bits))
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .int64: Double(Int64(bitPattern: bits))
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: Double(bitPattern: bits)
    }
  }
}
