internal import RowLoops

/// One row of an image with its border columns, laid out so that every tap of a window is a
/// contiguous run: the only thing the row loops ever see.
///
/// With a stride, or when a window spans the depth of the image, the row is split into phases
/// (``RowLoops/deinterleave(_:from:group:period:into:at:phaseStride:count:)``): what is a strided
/// access in the picture is then the same loop on neighbouring floats.
struct PaddedRow: Sendable {
  /// Values of one laid-out row.
  let length: Int

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
    // A row that no window reads to its end is laid out whole: borders repeat any of its pixels.
    let pixels = max(pixels, leftPad + width)
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

  /// Whether rows are laid out as they are, not split into phases.
  var isContiguous: Bool { period == 1 }

  /// Lays out one image row.
  func fill(
    _ source: Int, of input: RowSource, scratch: inout [Float], into row: inout [Float],
    at start: Int, engine: Engine
  ) {
    if isContiguous {
      input.copy(source, into: &row, at: start + leftPad * channels, engine: engine)
      pad(&row, at: start, outside: border.outsideValue)
    } else {
      input.copy(source, into: &scratch, at: leftPad * channels, engine: engine)
      pad(&scratch, at: 0, outside: border.outsideValue)
      split(scratch, into: &row, at: start, engine: engine)
    }
  }

  /// Lays out one image row of bytes.
  ///
  /// - Precondition: ``isContiguous``, and the border's own value is a byte.
  func fill(
    _ source: Int, of input: RowSource, into row: inout [UInt8], at start: Int, engine: Engine
  ) {
    input.copy(source, into: &row, at: start + leftPad * channels, engine: engine)
    pad(&row, at: start, outside: UInt8(border.outsideValue))
  }

  /// Lays out a row that lies outside the image and holds nothing but the border's own value.
  func fillOutside<Sample>(into row: inout [Sample], at start: Int, value: Sample) {
    for i in start..<start + length { row[i] = value }
  }

  /// Values of the scratch row that ``fill(_:of:scratch:into:at:engine:)`` needs.
  var scratchLength: Int { isContiguous ? 0 : pixels * channels }

  /// Fills the border columns, from the image's own, which are there.
  private func pad<Sample>(_ row: inout [Sample], at start: Int, outside value: Sample) {
    for (pixel, column) in outside {
      let to = start + pixel * channels
      guard let column else {
        for c in 0..<channels { row[to + c] = value }
        continue
      }
      let from = start + (leftPad + column) * channels
      for c in 0..<channels { row[to + c] = row[from + c] }
    }
  }

  private func split(_ scratch: [Float], into row: inout [Float], at start: Int, engine: Engine) {
    var output = row.mutableSpan
    engine.loops.deinterleave(
      scratch.span, from: 0, group: group, period: period, into: &output, at: start,
      phaseStride: phaseStride, count: pixels * channels / group)
  }
}
