import RowLoops

/// One row of an image with its border columns, laid out so that every tap of a window is a
/// contiguous run: the only thing the row loops ever see.
///
/// With a stride, or when a window spans the depth of the image, the row is split into phases
/// (``RowLoops/deinterleave(_:from:group:period:into:at:phaseStride:count:)``): what is a strided
/// access in the picture is then the same loop on neighbouring floats.
struct PaddedRow: Sendable {
  /// Values of one laid-out row.
  let length: Int

  private let width: Int
  private let channels: Int
  private let leftPad: Int
  private let pixels: Int
  private let group: Int
  private let period: Int
  private let phaseStride: Int
  private let border: Border
  /// Pixels of the padded row outside the image, and the image column each one repeats.
  private let outside: [(pixel: Int, source: Int?)]

  /// - Parameters:
  ///   - leftPad: Pixels before column 0 that the first window reads.
  ///   - pixels: Pixels from there to the end of the last window.
  ///   - splitsChannels: Whether a tap picks one channel, the output being one map.
  init(
    width: Int, channels: Int, leftPad: Int, pixels: Int, stride: Int, splitsChannels: Bool,
    border: Border
  ) {
    self.width = width
    self.channels = channels
    self.leftPad = leftPad
    self.pixels = pixels
    self.border = border
    group = splitsChannels ? 1 : channels
    period = splitsChannels ? stride * channels : stride
    let groups = pixels * channels / group
    phaseStride = (groups + period - 1) / period * group
    length = phaseStride * period
    outside = (0..<pixels).compactMap { pixel in
      let x = pixel - leftPad
      return x >= 0 && x < width ? nil : (pixel, border.index(of: x, count: width))
    }
  }

  /// Where the tap `pixel` columns into the window begins.
  func offset(pixel: Int, channel: Int = 0) -> Int {
    let place = group == channels ? pixel : pixel * channels + channel
    return place % period * phaseStride + place / period * group
  }

  /// Lays out one image row.
  func fill(
    from source: Span<Float>, at base: Int, scratch: inout [Float], into row: inout [Float],
    at start: Int, engine: Engine
  ) {
    if period == 1 {
      pad(from: source, at: base, into: &row, at: start, engine: engine)
    } else {
      pad(from: source, at: base, into: &scratch, at: 0, engine: engine)
      split(scratch, into: &row, at: start, engine: engine)
    }
  }

  /// Lays out a row that lies outside the image and holds nothing but the border's own value.
  func fillOutside(into row: inout [Float], at start: Int) {
    for i in start..<start + length { row[i] = border.outsideValue }
  }

  /// Values of the scratch row that ``fill(from:at:scratch:into:at:engine:)`` needs.
  var scratchLength: Int { period == 1 ? 0 : pixels * channels }

  private func pad(
    from source: Span<Float>, at base: Int, into row: inout [Float], at start: Int, engine: Engine
  ) {
    let inside = min(width, pixels - leftPad)
    if inside > 0 {
      var output = row.mutableSpan
      engine.loops.copy(
        source, from: base, into: &output, at: start + leftPad * channels, count: inside * channels)
    }
    for (pixel, column) in outside {
      for c in 0..<channels {
        row[start + pixel * channels + c] =
          column.map { source[base + $0 * channels + c] } ?? border.outsideValue
      }
    }
  }

  private func split(_ scratch: [Float], into row: inout [Float], at start: Int, engine: Engine) {
    var output = row.mutableSpan
    engine.loops.deinterleave(
      scratch.span, from: 0, group: group, period: period, into: &output, at: start,
      phaseStride: phaseStride, count: pixels * channels / group)
  }
}
