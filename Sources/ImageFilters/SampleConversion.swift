import ConvCore
import Foundation
import ImageCodecs
import RowLoops

/// How samples become the floats that filters see.
struct SamplePreparation: Sendable {
  let info: ImageInfo
  /// Whether colour is reduced to luminance.
  let gray: Bool
  /// Whether samples are decoded to linear light.
  let linear: Bool
  /// Whether colour is multiplied by alpha.
  let premultiplies: Bool

  /// What filters see.
  var layout: PixelLayout {
    var shape = info.shape
    if gray && info.colorChannels == 3 { shape.channels -= 2 }
    return PixelLayout(shape: shape, hasAlpha: info.hasAlpha)
  }

  /// The value of full brightness.
  let maximum: Float

  /// Floats of rows that lie in one or several buffers.
  func strip(rows: Range<Int>, from bands: [SampleBand], engine: Engine) -> Strip {
    let length = info.shape.rowLength
    var samples = [Float](repeating: 0, count: rows.count * length)
    for band in bands {
      let shared = rows.clamped(to: band.rows)
      guard !shared.isEmpty else { continue }
      widen(
        band.samples, from: (shared.lowerBound - band.rows.lowerBound) * length, into: &samples,
        at: (shared.lowerBound - rows.lowerBound) * length, count: shared.count * length, engine)
    }
    var strip = Strip(shape: info.shape, rows: rows, samples: samples)
    if linear { strip = decoded(strip, engine) }
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

  private func decoded(_ strip: Strip, _ engine: Engine) -> Strip {
    guard info.hasAlpha else {
      return Strip(
        shape: strip.shape, rows: strip.rows,
        samples: SRGBCurve.decoded(strip.samples, maximum: maximum))
    }
    var parts = strip.separatingAlpha(engine)
    parts.colour.samples = SRGBCurve.decoded(parts.colour.samples, maximum: maximum)
    return parts.colour.joined(alpha: parts.alpha, engine)
  }

  private func premultiply(_ strip: inout Strip, _ engine: Engine) {
    let (channels, count) = (strip.shape.channels, strip.pixelCount)
    var span = strip.samples.mutableSpan
    engine.loops.premultiply(&span, at: 0, channels: channels, opaque: maximum, count: count)
  }

  /// Luminance of colour, alpha kept.
  ///
  /// Rec. 601 weights on encoded samples, as JPEG's Y and OpenCV's
  /// gray; Rec. 709's in linear light, where they are defined.
  private func luminance(_ strip: Strip, _ engine: Engine) -> Strip {
    let weights: [Float] = linear ? [0.2126, 0.7152, 0.0722] : [0.299, 0.587, 0.114]
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
    return Strip(shape: shape, rows: strip.rows, samples: samples)
  }
}

/// The transfer curve of sRGB (IEC 61966-2-1).
enum SRGBCurve {
  /// Encoded samples to linear light, both 0…`maximum`; odd around 0.
  static func decoded(_ samples: [Float], maximum: Float) -> [Float] {
    samples.map { sample in
      if maximum == 255, let byte = UInt8(exactly: sample) { return bytes[Int(byte)] }
      let x = abs(sample) / maximum
      let y = x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4)
      return sample < 0 ? -y * maximum : y * maximum
    }
  }

  /// Linear light to encoded samples, both 0…`maximum`; odd around 0.
  static func encoded(_ samples: [Float], maximum: Float) -> [Float] {
    samples.map { sample in
      let x = abs(sample) / maximum
      let y = x <= 0.003_130_8 ? x * 12.92 : 1.055 * pow(x, 1 / 2.4) - 0.055
      return sample < 0 ? -y * maximum : y * maximum
    }
  }

  private static let bytes = (0...255).map { byte in
    let x = Float(byte) / 255
    return 255 * (x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4))
  }
}
