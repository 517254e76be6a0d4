import CTIFF
import ConvCore

/// The meaning of the samples of a TIFF page.
struct TIFFLayout {
  /// How colors are stored.
  enum Colors {
    case gray
    /// Gray whose white is 0.
    case inverted
    case rgb
    case palette
    case cmyk
    /// Colors that libtiff converts to RGB of 8 bits: YCbCr, CIE L*a*b*, LogLuv.
    case converted
  }

  /// How a number is stored.
  enum Number {
    /// An integer from 0 up, of 1 to 16 bits.
    case level(bits: Int)
    /// A number that becomes a float.
    case element(NPYHeader.Element)
    /// An integer from 0 up, of 17 to 31 bits.
    case wide(bits: Int)
  }

  let header: ctiff_header
  let colors: Colors
  let number: Number
  /// Whether the last channel is alpha.
  let hasAlpha: Bool
  /// Whether colors are multiplied by alpha.
  let isPremultiplied: Bool
  /// The number of channels of the picture.
  let channels: Int
  /// The samples of a pixel that are read; those behind them are left out.
  let storedChannels: Int
  /// The channels behind those of color whose meaning the file does not say.
  let extraChannels: Int

  /// Interprets a header.
  ///
  /// - Throws: ``CodecError`` with `unsupported` or `damaged`.
  init(_ header: ctiff_header) throws(CodecError) {
    self.header = header
    if header.is_raw != 0 || header.photometric == 32_803 || header.photometric == 34_892 {
      throw TIFFLayout.rawPhotograph
    }
    guard header.is_configured != 0 else {
      throw CodecError(
        .unsupported,
        "TIFF with the compression \(header.compression), which this libtiff does not have")
    }
    colors = try TIFFLayout.colors(header)
    if colors == .converted {
      // What libtiff's converter gives.
      number = .level(bits: 8)
      (hasAlpha, isPremultiplied, channels, storedChannels) = (false, false, 3, 3)
      extraChannels = 0
      return
    }
    number = try TIFFLayout.number(header)
    let stored = Int(header.samples)
    let needed = colors == .rgb ? 3 : colors == .cmyk ? 4 : 1
    guard stored >= needed else {
      throw CodecError(.damaged, "damaged TIFF: \(stored) samples a pixel for \(needed)")
    }
    let behind = stored - needed
    // The meaning of the first sample behind the colors.
    let kind = header.extra_count > 0 && behind > 0 ? header.extras.0 : 0
    hasAlpha = kind == 1 || kind == 2
    isPremultiplied = kind == 1
    let color = colors == .cmyk || colors == .palette ? 3 : needed
    let keepsExtras = !hasAlpha && (colors == .rgb || colors == .gray || colors == .inverted)
    storedChannels = needed + (hasAlpha ? 1 : keepsExtras ? behind : 0)
    channels = color + storedChannels - needed
    extraChannels = keepsExtras && colors == .rgb ? behind : 0
    if colors == .palette {
      guard header.bits <= 16, header.format == 1, case .level = number else {
        throw CodecError(.damaged, "damaged TIFF: a color map for samples that are no indexes")
      }
    }
    if colors == .cmyk {
      guard header.bits == 8 || header.bits == 16 else {
        throw CodecError(.unsupported, "CMYK TIFF of \(header.bits) bits, not 8 or 16")
      }
    }
  }

  /// The refusal of raw photographs, whose pages are previews.
  static var rawPhotograph: CodecError {
    CodecError(
      .unsupported, "a raw photograph (DNG, NEF, CR2): dcraw_emu -T in.nef converts it to TIFF")
  }

  private static func colors(
    _ header: ctiff_header
  ) throws(CodecError) -> Colors {
    switch header.photometric {
    case 0: return .inverted
    case 1, 4: return .gray
    case 2: return .rgb
    case 3: return .palette
    case 5:
      guard header.ink_set != 2, header.samples >= 4 else {
        throw CodecError(.unsupported, "TIFF of \(header.samples) inks that are not CMYK")
      }
      return .cmyk
    case 6: return header.is_upsampled != 0 ? .rgb : .converted
    case 8, 9, 10, 32_844, 32_845: return .converted
    default:
      throw CodecError(.unsupported, "TIFF with the color space \(header.photometric)")
    }
  }

  private static func number(_ header: ctiff_header) throws(CodecError) -> Number {
    let bits = Int(header.bits)
    // Samples without a format, 4, are integers.
    switch (header.format, bits) {
    case (1, 1...16), (4, 1...16): return .level(bits: bits)
    case (1, 32), (4, 32): return .element(.uint32)
    case (1, 17...31), (4, 17...31): return .wide(bits: bits)
    case (1, 64), (4, 64): return .element(.uint64)
    case (2, 8): return .element(.int8)
    case (2, 16): return .element(.int16)
    case (2, 32): return .element(.int32)
    case (2, 64): return .element(.int64)
    case (3, 16): return .element(.float16)
    case (3, 32): return .element(.float32)
    case (3, 64): return .element(.float64)
    default:
      let names: [UInt16: String] = [
        2: "signed integers", 3: "floats", 5: "complex integers", 6: "complex floats",
      ]
      throw CodecError(
        .unsupported, "TIFF of \(names[header.format] ?? "integers") of \(bits) bits")
    }
  }

  /// The type of the samples of the picture.
  var sampleType: SampleType {
    switch number {
    case .level(let bits): colors == .palette || bits <= 8 ? .uint8 : .uint16
    case .element, .wide: .float32
    }
  }

  /// Whether values between 0 and 1 are usual.
  var isFraction: Bool {
    if case .element(let element) = number { element.isFraction } else { false }
  }

  /// Whether the planes of a picture lie one after the other.
  var isPlanar: Bool { header.planar == 2 && header.samples > 1 && colors != .converted }

  /// The bytes of what is decoded at once: a row, or a row of tiles.
  var unitBytes: Double {
    if colors == .converted {
      let rows =
        header.is_tiled != 0
        ? Double(header.tile_height) : Double(min(header.rows_per_strip, header.height))
      return 4 * rows * (Double(header.width) + Double(header.tile_width))
    }
    let planes = isPlanar ? Double(header.samples) : 1
    guard header.is_tiled != 0 else { return Double(header.row_bytes) * planes }
    let across =
      (Double(header.width) / Double(max(header.tile_width, 1))).rounded(.up)
    return Double(header.tile_bytes) * (across * planes + 1)
  }
}
