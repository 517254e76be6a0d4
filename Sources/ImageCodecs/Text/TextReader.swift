import ConvCore

/// Reads a matrix of numbers as a picture of one channel, H×W×1, in float32.
///
/// How many rows a text has is known at its end, so the numbers are read when the file is opened,
/// and held whole; the text is not.
final class TextReader: ImageReader, @unchecked Sendable {
  private(set) var info: ImageInfo
  private(set) var notes = DecoderNotes()
  private let values: [Float]
  private var nextRow = 0

  init(_ source: ByteSource, limits: ImageLimits) throws(CodecError) {
    var parser = MatrixParser(limits: limits)
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let got = piece.withUnsafeMutableBytes { source.read(into: $0) }
      guard got >= 0 else { throw CodecError(.damaged, "the text cannot be read to its end") }
      if got == 0 { break }
      try parser.parse(piece[..<got])
    }
    try parser.finish()
    try limits.check(height: parser.height, width: parser.width)
    values = parser.values.numbers
    info = ImageInfo(
      format: parser.hasCommas ? .csv : .text,
      shape: ImageShape(height: parser.height, width: parser.width, channels: 1),
      sampleType: .float32, hasAlpha: false, wholeImageReason: "a text is read whole")
    let misfits = parser.values.misfits
    if misfits.count > 0 {
      notes.warnings.append(
        "float32 does not hold \(misfits.count) whole number\(misfits.count == 1 ? "" : "s"), "
          + "such as \(misfits.first): the nearest float is taken")
    }
  }

  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) {
    if let range { return info.range = range }
    guard values.allSatisfy({ (0...1).contains($0) }), values.contains(where: { $0 > 0 }) else {
      return
    }
    info.range = 0...1
    notes.assumptions.append(.unitRange)
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    let length = info.shape.rowLength
    defer { nextRow += count }
    return .float32(Array(values[nextRow * length..<(nextRow + count) * length]))
  }
}

extension TextReader {
  /// The traits of a text whose numbers are separated by blanks.
  static let traits = traits(name: "text", extension: "txt", separator: " ")

  /// The traits of a text whose numbers are separated by commas.
  static let commaTraits = traits(name: "CSV", extension: "csv", separator: ",")

  private static func traits(
    name: String, extension suffix: String, separator: String
  ) -> ImageFormat.Traits {
    ImageFormat.Traits(
      name: name, extensions: [suffix], magic: [], holdsFloats: true, holdsAlpha: true,
      maximumDepth: 0, holdsColorChunks: false, oversizedBlocks: { _ in [] }, isText: true
    ) { request throws(CodecError) in
      try TextReader(request.source, limits: request.limits)
    } makeWriter: { info, sink, _ throws(CodecError) in
      try TextWriter(info, sink, separator: separator)
    }
  }
}
