internal import RowLoops

/// The layout of one image row with its border columns, in which every tap of a window is a
/// contiguous run.
///
/// With a stride, or if a window spans the depth of the image, the row is split into phases
/// (``RowLoops/deinterleave(_:from:group:period:into:at:phaseStride:count:)``), so that strided
/// access to the image becomes the same loop over neighboring floats.
struct PaddedRow: Sendable {
  /// Number of values in a padded row.
  let length: Int

  private let channels: Int
  private let leftPad: Int
  private let pixels: Int
  private let group: Int
  private let period: Int
  private let phaseStride: Int
  private let border: Border
  /// Pixels of the padded row outside the image, each with the image column to copy from.
  private let outside: [(pixel: Int, source: Int?)]

  /// Creates the layout for rows of one width.
  ///
  /// - Parameters:
  ///   - width: Pixels of a row of the image.
  ///   - channels: Samples of a pixel.
  ///   - leftPad: Pixels before column 0 that the first window reads.
  ///   - pixels: Pixels from the start of the first window to the end of the last window.
  ///   - stride: Pixels from one window to the next.
  ///   - splitsChannels: Whether a tap reads one channel, because the output is a single map.
  ///   - border: The rule for positions outside the image.
  init(
    width: Int, channels: Int, leftPad: Int, pixels: Int, stride: Int, splitsChannels: Bool,
    border: Border
  ) {
    // The layout holds the whole row even if no window reads to its end: borders may repeat any
    // pixel.
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

  /// The offset of the tap that lies `pixel` columns to the right of the window's first column.
  func offset(pixel: Int, channel: Int = 0) -> Int {
    let place = group == channels ? pixel : pixel * channels + channel
    return place % period * phaseStride + place / period * group
  }

  /// Whether rows keep their order and are not split into phases.
  var isContiguous: Bool { period == 1 }

  /// Writes one padded row of floats.
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

  /// Writes one padded row of bytes.
  ///
  /// - Precondition: ``isContiguous``, and the border's constant is a byte.
  func fill(
    _ source: Int, of input: RowSource, into row: inout [UInt8], at start: Int, engine: Engine
  ) {
    input.copy(source, into: &row, at: start + leftPad * channels, engine: engine)
    pad(&row, at: start, outside: UInt8(border.outsideValue))
  }

  /// Writes a padded row outside the image, which holds only the border's constant.
  func fillOutside<Sample>(into row: inout [Sample], at start: Int, value: Sample) {
    for i in start..<start + length { row[i] = value }
  }

  /// Number of values in the scratch row that ``fill(_:of:scratch:into:at:engine:)`` needs.
  var scratchLength: Int { isContiguous ? 0 : pixels * channels }

  /// Fills the border columns from the image columns, which are already in the row.
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
