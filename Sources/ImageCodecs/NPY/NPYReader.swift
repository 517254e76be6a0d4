import ConvCore

/// Reads `.npy` arrays as pictures of shape H×W, H×W×C, or C×H×W on request.
///
/// Any number type, either byte order, C or Fortran order. uint8 and uint16 keep their type; all
/// other types become float32. Channels have no meaning here: the writer of a picture decides
/// whether the last of two or four is alpha. An array in another order than rows is held whole.
final class NPYReader: ImageReader, @unchecked Sendable {
  private(set) var info: ImageInfo
  private let source: ByteSource
  private let elements: NPYElements
  private let strides: (y: Int, x: Int, channel: Int)
  private let allowsDamage: Bool
  private var whole: SampleBuffer?
  private var nextRow = 0
  private var damage: String?
  private var misfits = NPYElements.Misfits()
  private var assumptions: [DecoderNotes.Assumption] = []

  init(
    _ source: ByteSource, limits: ImageLimits, allowsDamage: Bool, layout: ArrayLayout
  ) throws(CodecError) {
    let header = try NPYHeader(source)
    guard (2...3).contains(header.shape.count) else {
      throw CodecError(
        .unsupported, "NPY of \(header.shape.count) dimensions, not \(layout.dimensions)")
    }
    let sides = layout.sides(of: header.shape)
    try limits.check(height: sides.height, width: sides.width)
    guard sides.channels > 0 && sides.channels <= 1 << 16 else {
      throw CodecError(.unsupported, "NPY of \(sides.channels) channels")
    }
    self.source = source
    elements = NPYElements(element: header.element, isBigEndian: header.bigEndian)
    self.allowsDamage = allowsDamage
    strides = layout.strides(of: header.shape, isFortran: header.fortranOrder)
    var reason: String?
    if header.fortranOrder { reason = "the NPY is in Fortran order" }
    if layout == .chw && header.shape.count == 3 { reason = "the NPY is C×H×W" }
    info = ImageInfo(
      format: .npy, shape: sides, sampleType: header.element.sampleType, hasAlpha: false,
      wholeImageReason: reason)
    // Feature maps of a network also have few rows and many channels, but rarely as many as a
    // picture.
    if info.looksLikeChannelsFirst && min(sides.width, sides.channels) >= 16 {
      assumptions.append(.channelsLast)
    }
  }

  var notes: DecoderNotes {
    var notes = DecoderNotes()
    notes.damage = damage
    notes.assumptions = assumptions
    notes.warnings = misfits.note(elements.element).map { [$0] } ?? []
    return notes
  }

  /// Sets the range, or scans all values of a float array for one.
  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) {
    if let range { return info.range = range }
    guard elements.element.isFraction, try liesInUnitRange() else { return }
    info.range = 0...1
    assumptions.append(.unitRange)
  }

  /// Whether all values lie in 0…1 and are not all 0; NaN is ignored.
  private func liesInUnitRange() throws(CodecError) -> Bool {
    var (isInside, hasLight) = (true, false)
    try source.scan(info.shape.count * elements.element.byteCount) { bytes in
      for value in elements.floats(of: bytes) where !value.isNaN {
        if value < 0 || value > 1 { isInside = false }
        if value > 0 { hasLight = true }
      }
      return isInside
    }
    return isInside && hasLight
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    guard info.wholeImageReason != nil else { return try read(count * info.shape.rowLength) }
    let image: SampleBuffer
    if let whole { image = whole } else { image = try read(info.shape.count) }
    whole = image
    let rows = nextRow..<nextRow + count
    return switch image {
    case .uint8(let samples): .uint8(inOrder(samples, rows))
    case .uint16(let samples): .uint16(inOrder(samples, rows))
    case .float32(let samples): .float32(inOrder(samples, rows))
    }
  }

  private func read(_ count: Int) throws(CodecError) -> SampleBuffer {
    guard elements.element.sampleType == .float32 else {
      let buffer = try SampleBuffer.filled(
        type: info.sampleType, count: count, zeroed: allowsDamage
      ) {
        bytes throws(CodecError) in try fill(bytes, done: 0)
      }
      return elements.isSwapped ? buffer.byteSwapped : buffer
    }
    // Piece by piece, because elements may be larger than float32.
    var floats: [Float] = []
    floats.reserveCapacity(count)
    while floats.count < count {
      let piece = min(count - floats.count, 1 << 17)
      let bytes = try SampleBuffer.filled(
        type: .uint8, count: piece * elements.element.byteCount, zeroed: allowsDamage
      ) {
        bytes throws(CodecError) in
        try fill(bytes, done: floats.count * elements.element.byteCount)
      }
      bytes.withBytes { floats += elements.floats(of: $0, &misfits) }
    }
    return .float32(floats)
  }

  /// Fills a buffer with elements that start `done` bytes after the beginning of the next row.
  private func fill(
    _ bytes: UnsafeMutableRawBufferPointer, done: Int
  ) throws(CodecError) {
    let got = try source.readFully(into: bytes)
    guard got < bytes.count, damage == nil else { return }
    let width = elements.element.byteCount
    let rows = nextRow + (done + got) / (info.shape.rowLength * width)
    let error = CodecError(.damaged, "truncated NPY: \(rows) of \(info.shape.height) rows")
    guard allowsDamage else { throw error }
    damage = error.description
  }

  private func inOrder<Sample>(_ samples: [Sample], _ rows: Range<Int>) -> [Sample] {
    let shape = info.shape
    return [Sample](unsafeUninitializedCapacity: rows.count * shape.rowLength) {
      output, initialized in
      for y in rows {
        for x in 0..<shape.width {
          let pixel = y * strides.y + x * strides.x
          for c in 0..<shape.channels {
            output.initializeElement(at: initialized, to: samples[pixel + c * strides.channel])
            initialized += 1
          }
        }
      }
    }
  }
}

extension SampleBuffer {
  /// The same samples with the bytes of each sample reversed.
  fileprivate var byteSwapped: SampleBuffer {
    switch self {
    case .uint8: self
    case .uint16(let samples): .uint16(samples.map(\.byteSwapped))
    case .float32(let samples):
      .float32(samples.map { Float(bitPattern: $0.bitPattern.byteSwapped) })
    }
  }
}

extension NPYReader {
  /// The traits of NPY: floats of any number of channels.
  static let traits = ImageFormat.Traits(
    name: "NPY", extensions: ["npy"], magic: [NPYHeader.magic], holdsFloats: true, holdsAlpha: true,
    maximumDepth: 0, holdsColorChunks: false, oversizedBlocks: { _ in [] }
  ) { request throws(CodecError) in
    try NPYReader(
      request.source, limits: request.limits, allowsDamage: request.allowsDamage,
      layout: request.arrayLayout)
  } makeWriter: { info, sink, _ throws(CodecError) in
    try NPYWriter(info, sink)
  }
}
