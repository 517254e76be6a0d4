import ConvCore
import ImageCodecs
import RowLoops

/// Converts samples to the floats that filters read.
struct SamplePreparation: Sendable {
  let info: ImageInfo
  /// Whether color is reduced to luminance.
  let gray: Bool
  /// The decoding to linear light; `nil` when samples are not decoded.
  let light: PictureLight?
  /// Whether color is multiplied by alpha.
  let premultiplies: Bool

  /// The layout that filters read.
  var layout: PixelLayout {
    var shape = info.shape
    if gray && info.colorChannels == 3 { shape.channels -= 2 }
    return PixelLayout(shape: shape, hasAlpha: info.hasAlpha)
  }

  /// The value of black, which becomes 0.
  let black: Float
  /// The difference between full brightness and black.
  let maximum: Float

  /// Whether filters read the samples unchanged.
  var isIdentity: Bool {
    light == nil && black == 0 && !info.hasAlpha && !(gray && info.colorChannels == 3)
  }

  /// Converts rows that lie in one or several bands to floats.
  func strip(rows: Range<Int>, from bands: [RowBand], engine: Engine) -> ImageRows {
    let length = info.shape.rowLength
    var samples = [Float](repeating: 0, count: rows.count * length)
    for band in bands {
      let shared = rows.clamped(to: band.rows)
      guard !shared.isEmpty else { continue }
      widen(
        band.samples, from: (shared.lowerBound - band.rows.lowerBound) * length, into: &samples,
        at: (shared.lowerBound - rows.lowerBound) * length, count: shared.count * length, engine)
    }
    var strip = ImageRows(shape: info.shape, rows: rows, samples: samples)
    if black != 0 {
      let (count, black) = (strip.samples.count, black)
      var span = strip.samples.mutableSpan
      engine.loops.scale(&span, at: 0, count: count, scale: 1, bias: -black)
    }
    if let light { strip = decoded(strip, by: light.curve, engine) }
    if info.hasAlpha && premultiplies { premultiply(&strip, engine) }
    return gray && info.colorChannels == 3 ? luminance(strip, engine) : strip
  }

  private func widen(
    _ buffer: SampleBuffer, from base: Int, into samples: inout [Float], at start: Int, count: Int,
    _ engine: Engine
  ) {
    var span = samples.mutableSpan
    switch buffer {
    case .uint8(let bytes):
      engine.loops.widen(bytes.span, from: base, into: &span, at: start, count: count)
    case .uint16(let words):
      engine.loops.widen(words.span, from: base, into: &span, at: start, count: count)
    case .float32(let floats):
      engine.loops.copy(floats.span, from: base, into: &span, at: start, count: count)
    }
  }

  private func decoded(_ strip: ImageRows, by curve: TransferCurve, _ engine: Engine) -> ImageRows {
    let areBytes = info.sampleType == .uint8 && black == 0 && maximum == 255
    func decode(_ samples: [Float]) -> [Float] {
      curve.decoded(samples, maximum: maximum, areBytes: areBytes)
    }
    guard info.hasAlpha else {
      return ImageRows(shape: strip.shape, rows: strip.rows, samples: decode(strip.samples))
    }
    var parts = strip.separatingAlpha(engine)
    parts.color.samples = decode(parts.color.samples)
    return parts.color.joined(alpha: parts.alpha, engine)
  }

  private func premultiply(_ strip: inout ImageRows, _ engine: Engine) {
    let (channels, count) = (strip.shape.channels, strip.pixelCount)
    var span = strip.samples.mutableSpan
    engine.loops.premultiply(&span, at: 0, channels: channels, opaque: maximum, count: count)
  }

  /// Reduces color to luminance and keeps alpha.
  ///
  /// Encoded samples use the Rec. 601 weights, like JPEG's Y and OpenCV's gray. Linear light uses
  /// the weights of the picture's primaries, by default those of Rec. 709.
  private func luminance(_ strip: ImageRows, _ engine: Engine) -> ImageRows {
    let weights: [Float] = light?.luminance ?? [0.299, 0.587, 0.114]
    let shape = layout.shape
    var samples = [Float](repeating: 0, count: strip.pixelCount * shape.channels)
    var span = samples.mutableSpan
    engine.loops.mixChannels(
      strip.samples.span, from: 0, channels: strip.shape.channels, weights: weights.span,
      into: &span, at: 0, outputChannels: shape.channels, count: strip.pixelCount)
    if info.hasAlpha {
      let alpha: [Float] = [0, 0, 0, 1]
      engine.loops.mixChannels(
        strip.samples.span, from: 0, channels: strip.shape.channels, weights: alpha.span,
        into: &span, at: 1, outputChannels: shape.channels, count: strip.pixelCount)
    }
    return ImageRows(shape: shape, rows: strip.rows, samples: samples)
  }
}
