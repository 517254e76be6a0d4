internal import ConvCore
import RowLoops

/// Filters laid out for the loop that computes 16 of them at once, one in each lane.
///
/// The loop is that of our own networks. Every sum adds its products in the order of the taps —
/// channels, rows, columns — and the bias last, whatever the number of threads.
struct PackedFilters: Sendable {
  /// The number of filters computed at once.
  static let lanes = 16

  /// The number of filters.
  let count: Int
  /// The number of weights of one filter.
  let taps: Int
  /// Block of 16 filters, tap, filter within the block.
  private let weights: [Float]
  private let biases: [Float]

  /// The number of blocks.
  var blocks: Int { (count + PackedFilters.lanes - 1) / PackedFilters.lanes }

  /// Lays out filters.
  ///
  /// - Parameters:
  ///   - values: The weights.
  ///   - start: The offset of the first weight of the first filter.
  ///   - count: The number of filters.
  ///   - taps: The number of weights of a filter.
  ///   - filterStride: The distance between filters.
  ///   - tapStride: The distance between the weights of a filter.
  ///   - biases: One for each filter, or none.
  init(
    _ values: [Float], from start: Int = 0, count: Int, taps: Int, filterStride: Int,
    tapStride: Int = 1, biases: ArraySlice<Float> = []
  ) {
    let lanes = PackedFilters.lanes
    let blocks = (count + lanes - 1) / lanes
    var weights = [Float](repeating: 0, count: blocks * taps * lanes)
    for filter in 0..<count {
      let (to, from) = (
        filter / lanes * taps * lanes + filter % lanes, start + filter * filterStride
      )
      for tap in 0..<taps { weights[to + tap * lanes] = values[from + tap * tapStride] }
    }
    (self.count, self.taps, self.weights) = (count, taps, weights)
    let given = biases.isEmpty ? [Float](repeating: 0, count: count) : Array(biases)
    self.biases = given + [Float](repeating: 0, count: blocks * lanes - count)
  }

  /// Takes filters that are laid out already, without biases.
  init(count: Int, taps: Int, packed weights: [Float]) {
    (self.count, self.taps, self.weights) = (count, taps, weights)
    biases = [Float](repeating: 0, count: weights.count / max(1, taps))
  }

  /// The bias of a filter.
  func bias(_ filter: Int) -> Float { biases[filter] }

  /// The weights of 3×3 filters as nine planes: block of 16 filters, channel, filter.
  func cellPlanes() -> [Float] {
    let (lanes, channels) = (PackedFilters.lanes, taps / 9)
    let plane = blocks * channels * lanes
    var cells = [Float](repeating: 0, count: 9 * plane)
    for pair in 0..<blocks * channels {
      for cell in 0..<9 {
        let (from, to) = ((pair * 9 + cell) * lanes, cell * plane + pair * lanes)
        for lane in 0..<lanes { cells[to + lane] = weights[from + lane] }
      }
    }
    return cells
  }

  /// Computes one block of filters for a grid of pixels.
  ///
  /// - Parameters:
  ///   - block: The number of the block.
  ///   - input: The values.
  ///   - base: The offset of the first window.
  ///   - grid: The pixels, and how far their windows lie apart in the input.
  ///   - offsets: The offset of each tap in the window.
  ///   - rectify: Whether max(·, 0) follows.
  ///   - output: Receives 16 values for each pixel, from the start on.
  ///   - engine: The build of the loops.
  func run(
    block: Int, _ input: Span<Float>, from base: Int, _ grid: PixelGrid, offsets: Span<Int>,
    rectify: Bool = false, into output: inout MutableSpan<Float>, _ engine: Engine
  ) {
    let first = block * PackedFilters.lanes
    engine.loops.correlateChannels(
      input, from: base, grid, offsets: offsets, weights: weights.span, from: first * taps,
      biases: biases.span.extracting(first..<first + PackedFilters.lanes),
      channels: min(PackedFilters.lanes, count - first), rectify: rectify, into: &output, at: 0)
  }

  /// The number of blocks for which ``pixel(blocks:_:from:offsets:rectify:_:)`` is fastest.
  static let blocksAtOnce = 8

  /// Computes blocks of filters for one pixel: a value for each filter.
  func pixel(
    blocks: Range<Int>, _ input: Span<Float>, from base: Int, offsets: Span<Int>,
    rectify: Bool = false, _ engine: Engine
  ) -> [Float] {
    let lanes = PackedFilters.lanes
    var sums = [Float](repeating: 0, count: blocks.count * lanes)
    var span = sums.mutableSpan
    engine.loops.correlatePixel(
      input, from: base, offsets: offsets, weights: weights.span,
      from: blocks.lowerBound * lanes * taps,
      biases: biases.span.extracting(blocks.lowerBound * lanes..<blocks.upperBound * lanes),
      blocks: blocks.count, rectify: rectify, into: &span, at: 0)
    return Array(sums.prefix(count - blocks.lowerBound * lanes))
  }

  /// The number of filters in a block.
  func width(of block: Int) -> Int { min(PackedFilters.lanes, count - block * PackedFilters.lanes) }
}
