import ConvCore

/// Reads PFM: float32 of one channel or three, in either byte order, stored from bottom to top.
final class PFMReader: ImageReader, @unchecked Sendable {
  private(set) var info: ImageInfo
  private(set) var notes = DecoderNotes()
  private let bytes: SeekableBytes
  private let elements: NPYElements
  /// The offset of the first sample.
  private let start: Int
  private var nextRow = 0

  init(_ source: ByteSource, limits: ImageLimits, allowsDamage: Bool) throws(CodecError) {
    bytes = try source.seekable(limit: limits.memory)
    var words: [Substring] = []
    let head = String(decoding: try bytes.bytes(256, at: 0), as: UTF8.self)
    var place = head.startIndex
    while words.count < 4 {
      guard let first = head[place...].firstIndex(where: { !$0.isWhitespace }),
        let end = head[first...].firstIndex(where: \.isWhitespace)
      else { throw CodecError(.damaged, "damaged PFM header") }
      words.append(head[first..<end])
      place = end
    }
    // One byte ends the header; a return before a line feed is one Character.
    start = head[..<place].utf8.count + head[place].utf8.count
    guard let width = PNMHeader.value(Array(words[1].utf8)),
      let height = PNMHeader.value(Array(words[2].utf8)), let scale = Float(String(words[3])),
      scale.isFinite, scale != 0
    else { throw CodecError(.damaged, "damaged PFM header") }
    try limits.check(height: height, width: width)
    elements = NPYElements(element: .float32, isBigEndian: scale > 0)
    info = ImageInfo(
      format: .pfm,
      shape: ImageShape(height: height, width: width, channels: words[0] == "PF" ? 3 : 1),
      sampleType: .float32, hasAlpha: false)
    if scale.magnitude != 1 {
      notes.warnings.append("the scale \(scale.magnitude) of the header is not applied")
    }
    let missing = info.shape.count * 4 - (bytes.count - start)
    guard missing > 0 else { return }
    let damage =
      "truncated PFM: \(max(0, bytes.count - start) / (info.shape.rowLength * 4)) of \(height) rows"
    guard allowsDamage else { throw CodecError(.damaged, damage) }
    notes.damage = damage
  }

  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) {
    if let range { return info.range = range }
    var (isInside, hasLight) = (true, false)
    var row = 0
    while row < info.shape.height && isInside {
      let count = min(info.shape.height - row, max(1, (1 << 18) / info.shape.rowLength))
      for value in try rows(row..<row + count) where !value.isNaN {
        if value < 0 || value > 1 { isInside = false }
        if value > 0 { hasLight = true }
      }
      row += count
    }
    guard isInside && hasLight else { return }
    info.range = 0...1
    notes.assumptions.append(.unitRange)
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    return .float32(try rows(nextRow..<nextRow + count))
  }

  private func rows(_ rows: Range<Int>) throws(CodecError) -> [Float] {
    let length = info.shape.rowLength
    let offset = start + (info.shape.height - rows.upperBound) * length * 4
    let stored = try bytes.bytes(rows.count * length * 4, at: offset)
    let values = stored.withUnsafeBytes { elements.floats(of: $0) }
    var output: [Float] = []
    output.reserveCapacity(rows.count * length)
    for row in stride(from: rows.count - 1, through: 0, by: -1) {
      let part = values.dropFirst(row * length).prefix(length)
      output += part
      // Rows beyond the end of a file that is cut short are 0.
      output += repeatElement(0, count: length - part.count)
    }
    return output
  }
}

extension PFMReader {
  /// The traits of PFM: floats of one channel or three.
  static let traits = ImageFormat.Traits(
    name: "PFM", extensions: ["pfm"],
    magic: ["PF", "Pf"].flatMap { mark in
      [0x20, 0x09, 0x0A, 0x0D].map { Array(mark.utf8) + [$0] }
    }, holdsFloats: true, holdsAlpha: false, maximumDepth: 0, holdsColorChunks: false,
    oversizedBlocks: { _ in [] }
  ) { request throws(CodecError) in
    try PFMReader(request.source, limits: request.limits, allowsDamage: request.allowsDamage)
  } makeWriter: { info, sink, _ throws(CodecError) in
    try PFMWriter(info, sink)
  }
}
