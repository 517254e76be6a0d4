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

  /// Computes one block of filters for a grid of pixels.
  ///
  /// - Parameters:
  ///   - input: The values.
  ///   - base: The offset of the first window.
  ///   - offsets: The offset of each tap in the window.
  ///   - output: Receives 16 values for each pixel, from the start on.
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

  /// The number of filters in a block.
  func width(of block: Int) -> Int { min(PackedFilters.lanes, count - block * PackedFilters.lanes) }
}
