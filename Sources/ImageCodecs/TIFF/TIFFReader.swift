import CTIFF
import ConvCore

/// Reads TIFF and BigTIFF: strips and tiles, chunky and planar, in every compression of libtiff.
///
/// Integers of 1 to 8 bits become 8 bits, of 9 to 16 bits 16, scaled so that the largest value is
/// white; signed and wider ones, and floats of 16 to 64 bits, become float32 as they are. Palettes,
/// CMYK, YCbCr and L*a*b* become RGB, white is the largest value, alpha is not premultiplied.
/// `scan.tif:2` is the second page; without a number it is the first.
final class TIFFReader: ImageReader, @unchecked Sendable {
  private(set) var info: ImageInfo
  private let bytes: SeekableBytes
  private let layout: TIFFLayout
  private let page: Int
  private let limits: ImageLimits
  private let allowsDamage: Bool
  private var decoder: TIFFDecoder?
  private var nextRow = 0
  private var damage: String?
  private var assumptions: [DecoderNotes.Assumption] = []
  private var oddities: [String] = []

  init(_ request: ImageFormat.ReaderRequest) throws(CodecError) {
    limits = request.limits
    allowsDamage = request.allowsDamage
    bytes = try request.source.seekable(limit: limits.memory)
    // Canon's raw photographs are TIFFs whose first page is a preview.
    if try bytes.bytes(2, at: 8) == Array("CR".utf8) { throw TIFFLayout.rawPhotograph }
    (page, oddities) = try TIFFReader.page(request.source.member, bytes, limits.memory)
    let file = try TIFFFile(bytes, page: page, limit: limits.memory)
    let header = file.header
    try limits.check(height: Int(header.height), width: Int(header.width))
    layout = try TIFFLayout(header)
    guard layout.unitBytes <= Double(limits.memory) else {
      throw CodecError.overLimit(
        .memory,
        "its rows are stored in units of \(Int(min(layout.unitBytes, 0x1p60)) >> 20) MB, the limit "
          + "is \(limits.memory >> 20) MB")
    }
    guard !layout.isPlanar || layout.storedChannels <= 512 else {
      throw CodecError(.unsupported, "TIFF of \(layout.storedChannels) planes, more than 512")
    }
    var metadata = Metadata()
    metadata.iccProfile = file.block(34_675)
    metadata.xmp = file.block(700)
    metadata.density = TIFFReader.density(header)
    if layout.colors == .cmyk && metadata.iccProfile != nil {
      metadata.iccProfile = nil
      oddities.append("CMYK was converted to RGB; its profile, which speaks of inks, is left out")
    }
    info = ImageInfo(
      format: .tiff,
      shape: ImageShape(
        height: Int(header.height), width: Int(header.width), channels: layout.channels),
      sampleType: layout.sampleType, hasAlpha: layout.hasAlpha, metadata: metadata)
    info.orientation = Orientation(rawValue: Int(header.orientation)) ?? .upright
    info.extraChannels = layout.extraChannels
    info.decoderMemory = Int(layout.unitBytes) * 2
    tellOfColors()
  }

  private func tellOfColors() {
    let stored = Int(layout.header.samples)
    if layout.colors == .converted {
      oddities.append("its colors were converted to RGB of 8 bits")
    } else if layout.storedChannels < stored {
      let count = stored - layout.storedChannels
      oddities.append("the last \(count == 1 ? "sample" : "\(count) samples") of a pixel left out")
    }
    if layout.colors == .inverted, layout.sampleType == .float32 {
      oddities.append("the file says that white is 0: its numbers are read as they are")
    }
  }

  /// Finds the page that is meant, counted from 0.
  private static func page(
    _ member: String?, _ bytes: SeekableBytes, _ limit: Int
  ) throws(CodecError) -> (page: Int, oddities: [String]) {
    let count = try TIFFFile.pages(bytes, limit: limit)
    guard let member else {
      return (
        0,
        count.full > 1 ? ["the first of \(count.all) pages; :2 behind the name is the second"] : []
      )
    }
    let pages = count.all == 1 ? "1 page" : "\(count.all) pages"
    guard let number = Int(member), (1...max(count.all, 1)).contains(number) else {
      throw CodecError(.noInput, "no page \(member) in the file, which has \(pages), from :1 on")
    }
    return (number - 1, [])
  }

  private static func density(_ header: ctiff_header) -> Metadata.Density? {
    var (x, y) = (header.x_resolution, header.y_resolution)
    var unit: Metadata.Density.Unit =
      header.resolution_unit == 3 ? .perCentimetre : header.resolution_unit == 2 ? .perInch : .ratio
    // 72 pixels an inch are 28.35 a centimeter: such numbers are kept for a meter.
    if unit == .perCentimetre, x != x.rounded() || y != y.rounded() {
      (x, y, unit) = (x * 100, y * 100, .perMetre)
    }
    (x, y) = (x.rounded(), y.rounded())
    guard (1...1e9).contains(x), (1...1e9).contains(y) else { return nil }
    return unit == .ratio && x == y ? nil : .init(unit: unit, x: Int(x), y: Int(y))
  }

  var notes: DecoderNotes {
    var notes = DecoderNotes()
    notes.damage = damage
    notes.assumptions = assumptions
    notes.warnings = oddities + [decoder?.misfitNote].compactMap { $0 }
    return notes
  }

  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) {
    guard info.isArray else { return }
    if let range { return info.range = range }
    guard layout.isFraction, try liesInUnitRange() else { return }
    info.range = 0...1
    assumptions.append(.unitRange)
  }

  /// Whether all values lie in 0…1 and are not all 0; NaN is ignored.
  private func liesInUnitRange() throws(CodecError) -> Bool {
    let decoder = try makeDecoder()
    var (row, hasLight) = (0, false)
    while row < info.shape.height {
      let count = min(info.shape.height - row, max(1, (1 << 18) / info.shape.rowLength))
      do throws(CodecError) {
        guard case .float32(let values) = try decoder.rows(count) else { return false }
        for value in values where !value.isNaN {
          if value < 0 || value > 1 { return false }
          if value > 0 { hasLight = true }
        }
      } catch {
        // Reading the rows says it again, or keeps what is sound.
        guard error.code == .damaged else { throw error }
        return hasLight
      }
      row += count
    }
    return hasLight
  }

  private func makeDecoder() throws(CodecError) -> TIFFDecoder {
    try TIFFDecoder(bytes, page: page, layout: layout, limit: limits.memory)
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    let decoder: TIFFDecoder
    if let started = self.decoder { decoder = started } else { decoder = try makeDecoder() }
    self.decoder = decoder
    guard allowsDamage else { return try decoder.rows(count) }
    // Row by row, so that the rows before the damage are kept.
    let length = info.shape.rowLength
    var samples = SampleBuffer(type: info.sampleType, count: 0)
    while damage == nil && samples.count < count * length {
      do throws(CodecError) { samples.append(try decoder.rows(1)) } catch {
        guard error.code == .damaged else { throw error }
        damage = error.description
      }
    }
    let missing = count * length - samples.count
    if missing > 0 { samples.append(SampleBuffer(type: info.sampleType, count: missing)) }
    return samples
  }
}

extension TIFFReader {
  /// The traits of TIFF: 8 or 16 bits, or floats, of any number of channels.
  static let traits = ImageFormat.Traits(
    name: "TIFF", extensions: ["tiff", "tif"],
    magic: [
      [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B],
    ], holdsFloats: true, holdsAlpha: true, maximumDepth: 16, holdsColorChunks: false,
    oversizedBlocks: { $0.exif == nil ? [] : ["EXIF"] }, member: "page"
  ) { request throws(CodecError) in
    try TIFFReader(request)
  } makeWriter: { info, sink, _ throws(CodecError) in
    try TIFFWriter(info, sink)
  }
}
