import ConvCore

/// Reads PBM, PGM, PPM (plain and raw) and PAM, row by row.
///
/// Samples of up to 8 bits become 8 bits, wider ones 16; both are scaled so that the maximum in the
/// file is white: v·255 / maximum, rounded. Of several pictures in a file the first is read.
final class PNMReader: ImageReader, @unchecked Sendable {
  let info: ImageInfo
  private(set) var notes = DecoderNotes()
  private let header: PNMHeader
  private var bytes: BufferedBytes
  private let allowsDamage: Bool
  private var nextRow = 0
  /// The sample for each value of the file, up to the maximum.
  private let levels: [UInt16]

  init(_ source: ByteSource, limits: ImageLimits, allowsDamage: Bool) throws(CodecError) {
    bytes = BufferedBytes(source)
    let header = try PNMHeader(&bytes)
    try limits.check(height: header.height, width: header.width)
    self.header = header
    self.allowsDamage = allowsDamage
    let white = header.maximum > 255 ? 65_535 : 255
    levels = (0...header.maximum).map {
      UInt16(($0 * white + header.maximum / 2) / header.maximum)
    }
    info = ImageInfo(
      format: header.channels < 3 ? .pgm : .ppm,
      shape: ImageShape(height: header.height, width: header.width, channels: header.channels),
      sampleType: header.maximum > 255 ? .uint16 : .uint8, hasAlpha: header.hasAlpha)
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    let length = info.shape.rowLength
    var samples = SampleBuffer(type: info.sampleType, count: 0)
    if notes.damage == nil {
      do throws(CodecError) {
        for _ in 0..<count {
          samples.append(try readRow(length))
          nextRow += 1
        }
        if nextRow == info.shape.height { try lookBehind() }
      } catch {
        guard allowsDamage, error.code == .damaged else { throw error }
        notes.damage = error.description
      }
    }
    let missing = count * length - samples.count
    if missing > 0 { samples.append(SampleBuffer(type: info.sampleType, count: missing)) }
    return samples
  }

  private var progress: String { "\(nextRow) of \(info.shape.height) rows" }

  private var truncation: CodecError { CodecError(.damaged, "truncated PNM: \(progress)") }

  private func readRow(_ length: Int) throws(CodecError) -> SampleBuffer {
    switch header.storage {
    case .plain: try leveled(try plainRow(length))
    case .plainBits: .uint8(try plainBits(length))
    case .bits: .uint8(try bits(length))
    case .raw:
      try header.maximum > 255 ? words(length) : leveled(raw(length))
    }
  }

  // MARK: Storage

  private func raw(_ count: Int) throws(CodecError) -> [UInt8] {
    try SampleBufferBytes.filled(count) { buffer throws(CodecError) in
      guard try bytes.read(into: buffer) == count else { throw truncation }
    }
  }

  private func words(_ length: Int) throws(CodecError) -> SampleBuffer {
    let raw = try raw(2 * length)
    let words = (0..<length).map { UInt16(raw[2 * $0]) << 8 | UInt16(raw[2 * $0 + 1]) }
    return header.maximum == 65_535 ? .uint16(words) : try leveled(words)
  }

  private func bits(_ width: Int) throws(CodecError) -> [UInt8] {
    let raw = try raw((width + 7) / 8)
    return (0..<width).map { raw[$0 / 8] >> UInt8(7 - $0 % 8) & 1 == 1 ? 0 : 255 }
  }

  private func plainBits(_ width: Int) throws(CodecError) -> [UInt8] {
    var row: [UInt8] = []
    row.reserveCapacity(width)
    while row.count < width {
      guard let byte = try bytes.next() else { throw truncation }
      switch byte {
      case UInt8(ascii: "0"): row.append(255)
      case UInt8(ascii: "1"): row.append(0)
      case UInt8(ascii: "#"): while let next = try bytes.next(), next != 0x0A, next != 0x0D {}
      case let byte where MatrixText.isBlank(byte): continue
      default: throw CodecError(.damaged, "damaged PNM: \(progress), then a byte \(byte)")
      }
    }
    return row
  }

  private func plainRow(_ length: Int) throws(CodecError) -> [UInt16] {
    var row: [UInt16] = []
    row.reserveCapacity(length)
    while row.count < length {
      guard let word = try PNMHeader.word(&bytes) else { throw truncation }
      guard let value = PNMHeader.value(word) else {
        let text = String(decoding: word.prefix(20), as: UTF8.self)
        throw CodecError(.damaged, "damaged PNM: \(progress), then '\(text)'")
      }
      row.append(UInt16(clamping: value))
    }
    return row
  }

  /// Scales values of the file so that the maximum is white.
  private func leveled<Value: FixedWidthInteger & BitwiseCopyable>(
    _ values: [Value]
  ) throws(CodecError) -> SampleBuffer {
    if header.maximum == Int(Value.max), let bytes = values as? [UInt8] { return .uint8(bytes) }
    if let highest = values.max(), Int(highest) > header.maximum {
      throw CodecError(
        .damaged, "damaged PNM: \(progress), then \(highest), above the maximum \(header.maximum)")
    }
    return info.sampleType == .uint16
      ? .uint16(values.map { levels[Int($0)] })
      : .uint8(values.map { UInt8(truncatingIfNeeded: levels[Int($0)]) })
  }

  /// Looks at the bytes after the last row: netpbm files may hold several pictures.
  private func lookBehind() throws(CodecError) {
    while let byte = try bytes.next() {
      if MatrixText.isBlank(byte) { continue }
      if byte == UInt8(ascii: "#"), header.storage == .plain || header.storage == .plainBits {
        while let next = try bytes.next(), next != 0x0A {}
        continue
      }
      notes.warnings.append(
        byte == UInt8(ascii: "P")
          ? "the first of several pictures in the file" : "bytes behind the picture are left out")
      return
    }
  }
}

extension PNMReader {
  /// The traits of gray netpbm pictures.
  static let grayTraits = traits(name: "PGM", extension: "pgm", marks: "P5P2P4P1") {
    $0.inputExtensions = ["pbm"]
  }

  /// The traits of color netpbm pictures, and of files that are either.
  static let colorTraits = traits(name: "PPM", extension: "ppm", marks: "P6P3P7") {
    $0.inputExtensions = ["pnm", "pam"]
  }

  private static func traits(
    name: String, extension suffix: String, marks: String,
    _ adapt: (inout ImageFormat.Traits) -> Void
  ) -> ImageFormat.Traits {
    let bytes = Array(marks.utf8)
    var traits = ImageFormat.Traits(
      name: name, extensions: [suffix],
      magic: stride(from: 0, to: bytes.count, by: 2).flatMap { place in
        // A blank or a comment follows.
        [0x20, 0x09, 0x0A, 0x0D, 0x23].map { [bytes[place], bytes[place + 1], $0] }
      }, holdsFloats: false, holdsAlpha: false, maximumDepth: 16, holdsColorChunks: false,
      oversizedBlocks: { _ in [] }
    ) { request throws(CodecError) in
      try PNMReader(request.source, limits: request.limits, allowsDamage: request.allowsDamage)
    } makeWriter: { info, sink, _ throws(CodecError) in
      try PNMWriter(info, sink)
    }
    adapt(&traits)
    return traits
  }
}
