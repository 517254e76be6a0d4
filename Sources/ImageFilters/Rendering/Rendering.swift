import ConvCore
import ImageCodecs
import RowLoops

/// How responses are written: scale, view, depth.
struct Rendering: Sendable {
  let view: ResponseView
  let scale: Float
  let bias: Float
  /// The value of full brightness of the input.
  let inputMaximum: Float
  let output: SampleType
  /// How linear light becomes pixels; `nil` where responses are no light.
  let light: TransferCurve?
  /// Whether colour is to be divided by alpha: smoothing filters.
  let unpremultiplies: Bool
  /// Whether samples that the output cannot represent are counted.
  let collectsStatistics: Bool

  /// Whether responses are in linear light and pixels are not.
  var encodesLight: Bool { light != nil }

  /// The response with its scale and bias, alpha left alone, colour no longer premultiplied.
  func scaled(_ strip: ImageRows, hasAlpha: Bool, engine: Engine) -> ImageRows {
    var strip = strip
    if hasAlpha && unpremultiplies {
      let (channels, count) = (strip.shape.channels, strip.pixelCount)
      var span = strip.samples.mutableSpan
      engine.loops.unpremultiply(
        &span, at: 0, channels: channels, opaque: inputMaximum, count: count)
    }
    guard scale != 1 || bias != 0 else { return strip }
    return mapColor(strip, hasAlpha, engine) { plane, engine in
      let count = plane.count
      var span = plane.mutableSpan
      engine.loops.scale(&span, at: 0, count: count, scale: scale, bias: bias)
    }
  }

  /// Samples for the file, and how many of them were clipped.
  func samples(
    _ response: ImageRows, hasAlpha: Bool, range: ClosedRange<Float>?, engine: Engine
  ) -> (samples: SampleBuffer, clipped: Int) {
    if output == .float32 { return (.float32(response.samples), 0) }
    return pixels(response, hasAlpha, range, engine)
  }

  private func pixels(
    _ response: ImageRows, _ hasAlpha: Bool, _ range: ClosedRange<Float>?, _ engine: Engine
  ) -> (samples: SampleBuffer, clipped: Int) {
    if view == .diverging { return diverging(response, hasAlpha, range ?? 0...0, engine) }
    var strip = mapColor(response, hasAlpha, engine) { plane, engine in
      show(&plane, range, engine)
    }
    let factor = (output.maximum ?? 255) / inputMaximum
    if factor != 1 {
      let count = strip.samples.count
      var span = strip.samples.mutableSpan
      engine.loops.scale(&span, at: 0, count: count, scale: factor, bias: 0)
    }
    return narrow(strip.samples, engine)
  }

  private func show(_ plane: inout [Float], _ range: ClosedRange<Float>?, _ engine: Engine) {
    let count = plane.count
    switch view {
    case .clip, .auto, .diverging: break
    case .abs:
      var span = plane.mutableSpan
      engine.loops.absolute(&span, at: 0, count: count)
    case .signed:
      var span = plane.mutableSpan
      engine.loops.scale(
        &span, at: 0, count: count, scale: 0.5, bias: middle)
    case .stretch:
      stretch(&plane, range ?? 0...0, engine)
    }
    if let light, view == .clip || view == .abs {
      plane = light.encoded(plane, maximum: inputMaximum)
    }
  }

  /// What zero becomes in the view `signed`: of integers the level in the middle.
  private var middle: Float {
    guard inputMaximum < 255, let maximum = output.maximum else {
      return ((inputMaximum + 1) / 2).rounded(.down)
    }
    return ((maximum + 1) / 2).rounded(.down) * inputMaximum / maximum
  }

  /// The range to black and white.
  ///
  /// It is finite: infinities lie beyond it, on their sides.
  private func stretch(_ plane: inout [Float], _ range: ClosedRange<Float>, _ engine: Engine) {
    let count = plane.count
    let (low, width) = (range.lowerBound, range.upperBound - range.lowerBound)
    let factor = width > 0 ? inputMaximum / width : 1
    guard factor.isFinite && width.isFinite else {
      // A range that floats cannot tell from 0, or from infinity.
      let factor = Double(inputMaximum) / (Double(range.upperBound) - Double(low))
      plane = plane.map { Float((Double($0) - Double(low)) * factor) }
      return
    }
    var span = plane.mutableSpan
    engine.loops.scale(&span, at: 0, count: count, scale: 1, bias: -low)
    engine.loops.scale(&span, at: 0, count: count, scale: factor, bias: 0)
  }

  /// Where a response lies between −`reach` and `reach`, −1…1; NaN is taken as the lowest value.
  private func share(_ response: Float, of reach: Float) -> Float {
    if response.isNaN { return -1 }
    if response.isInfinite { return response > 0 ? 1 : -1 }
    return reach > 0 ? response / reach : 0
  }

  private func diverging(
    _ response: ImageRows, _ hasAlpha: Bool, _ range: ClosedRange<Float>, _ engine: Engine
  ) -> (samples: SampleBuffer, clipped: Int) {
    let reach = max(abs(range.lowerBound), abs(range.upperBound))
    let factor = (output.maximum ?? 255) / 255
    let channels = response.shape.channels
    let planes = response.planes(engine)
    var samples: [Float] = []
    samples.reserveCapacity(response.pixelCount * (channels + 2))
    for pixel in 0..<response.pixelCount {
      let color = ColorMap.diverging.color(of: share(planes[pixel], of: reach)) * factor
      samples.append(color.x)
      samples.append(color.y)
      samples.append(color.z)
      if hasAlpha {
        samples.append(planes[response.pixelCount + pixel] / inputMaximum * (output.maximum ?? 255))
      }
    }
    return narrow(samples, engine)
  }

  private func narrow(
    _ values: [Float], _ engine: Engine
  ) -> (samples: SampleBuffer, clipped: Int) {
    let count = values.count
    let clipped =
      collectsStatistics
      ? engine.loops.outside(
        values.span, from: 0, maximum: output.maximum ?? 255, count: count) : 0
    if output == .uint16 {
      var words = [UInt16](repeating: 0, count: count)
      var span = words.mutableSpan
      engine.loops.narrow(values.span, from: 0, into: &span, at: 0, count: count)
      return (.uint16(words), clipped)
    }
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    engine.loops.narrow(values.span, from: 0, into: &span, at: 0, count: count)
    return (.uint8(bytes), clipped)
  }

  /// Applies `body` to colour, plane by plane where there is alpha.
  private func mapColor(
    _ strip: ImageRows, _ hasAlpha: Bool, _ engine: Engine, _ body: (inout [Float], Engine) -> Void
  ) -> ImageRows {
    var strip = strip
    if !hasAlpha {
      body(&strip.samples, engine)
      return strip
    }
    var parts = strip.separatingAlpha(engine)
    body(&parts.color.samples, engine)
    return parts.color.joined(alpha: parts.alpha, engine)
  }
}
