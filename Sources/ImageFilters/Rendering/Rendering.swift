import ConvCore
import ImageCodecs
import RowLoops

/// Converts responses to output samples: scale, view, depth.
struct Rendering: Sendable {
  let view: ResponseView
  let scale: Float
  let bias: Float
  /// The value of full brightness of the input.
  let inputMaximum: Float
  let output: SampleType
  /// The curve from linear light to pixels; `nil` when responses are not linear light.
  let light: TransferCurve?
  /// Whether to divide color by alpha, as after smoothing filters.
  let unpremultiplies: Bool
  /// Whether to count samples that the output cannot represent.
  let collectsStatistics: Bool

  /// Whether responses are linear light and must be encoded.
  var encodesLight: Bool { light != nil }

  /// Applies scale and bias to color; color is no longer premultiplied, and alpha stays unchanged.
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

  /// Returns samples for the file, and the number of clipped samples.
  func samples(
    _ response: ImageRows, hasAlpha: Bool, range: ClosedRange<Float>?, engine: Engine
  ) -> (samples: SampleBuffer, clipped: Int) {
    if output == .float32 { return (.float32(response.samples), 0) }
    return pixels(response, hasAlpha, range, engine)
  }

  private func pixels(
    _ response: ImageRows, _ hasAlpha: Bool, _ range: ClosedRange<Float>?, _ engine: Engine
  ) -> (samples: SampleBuffer, clipped: Int) {
    if let map = view.colorMap { return colored(response, map, hasAlpha, range ?? 0...0, engine) }
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
    case .clip, .auto, .diverging, .viridis: break
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

  /// The value of zero in the view `signed`; for integers the middle level.
  private var middle: Float {
    guard inputMaximum < 255, let maximum = output.maximum else {
      return ((inputMaximum + 1) / 2).rounded(.down)
    }
    return ((maximum + 1) / 2).rounded(.down) * inputMaximum / maximum
  }

  /// Maps the range linearly to black…white.
  ///
  /// The range is finite; infinities lie outside the range, on the side of their sign.
  private func stretch(_ plane: inout [Float], _ range: ClosedRange<Float>, _ engine: Engine) {
    let count = plane.count
    let (low, width) = (range.lowerBound, range.upperBound - range.lowerBound)
    let factor = width > 0 ? inputMaximum / width : 1
    guard factor.isFinite && width.isFinite else {
      // Float arithmetic would round the width of the range to 0 or infinity.
      let factor = Double(inputMaximum) / (Double(range.upperBound) - Double(low))
      plane = plane.map { Float((Double($0) - Double(low)) * factor) }
      return
    }
    var span = plane.mutableSpan
    engine.loops.scale(&span, at: 0, count: count, scale: 1, bias: -low)
    engine.loops.scale(&span, at: 0, count: count, scale: factor, bias: 0)
  }

  /// The place of a response on a color map; NaN has the lowest color.
  ///
  /// The range is finite; infinities lie outside of it, on the side of their sign.
  private func place(
    of response: Float, on map: ColorMap, _ range: ClosedRange<Float>
  ) -> Float {
    if response.isNaN { return map.isDiverging ? -1 : 0 }
    if response.isInfinite { return response > 0 ? 1 : map.isDiverging ? -1 : 0 }
    if map.isDiverging {
      let reach = max(abs(range.lowerBound), abs(range.upperBound))
      return reach > 0 ? response / reach : 0
    }
    // The width of the range may be beyond float32.
    let width = Double(range.upperBound) - Double(range.lowerBound)
    return width > 0 ? Float((Double(response) - Double(range.lowerBound)) / width) : 0
  }

  private func colored(
    _ response: ImageRows, _ map: ColorMap, _ hasAlpha: Bool, _ range: ClosedRange<Float>,
    _ engine: Engine
  ) -> (samples: SampleBuffer, clipped: Int) {
    let factor = (output.maximum ?? 255) / 255
    let channels = response.shape.channels
    let planes = response.planes(engine)
    var samples: [Float] = []
    samples.reserveCapacity(response.pixelCount * (channels + 2))
    for pixel in 0..<response.pixelCount {
      let color = map.color(of: place(of: planes[pixel], on: map, range)) * factor
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

  /// Applies `body` to color only; alpha stays unchanged.
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
