import ConvCore
import RowLoops

/// A 3×3 convolution by Winograd's F(4×4, 3×3): forward pass and both gradients.
///
/// For each tile, with the matrices Bᵀ and A of `RowLoops` and G of `WinogradFilterTransform`:
///
///     y  = Aᵀ [Σ_i (G w Gᵀ) ⊙ (Bᵀ x B)] A + b
///     ∂w = Gᵀ [Σ_tiles (A ∂y Aᵀ) ⊙ (Bᵀ x B)] G
///     ∂x = the formula of y, applied to ∂y padded with zeros, with the filters turned by 180°
///
/// A tile of 4×4 outputs takes 36 products; the direct algorithm takes 144. The products are sums
/// over channels or tiles at one of 36 positions, computed by the two loops of the direct
/// algorithm. Rounding differs from the direct sums by some 10⁻⁶ of the largest value. The
/// difference does not matter for training and for reading many images, but activation maps need
/// the direct sums.
///
/// Stride and dilation are 1. Transforms are computed just before use, for one row of tiles or a
/// few channels at a time. The weight gradient computes Bᵀ x B again: on two threads, writing all
/// of Bᵀ x B to memory and reading it back costs more than a second transform.
package struct WinogradConvolution: Sendable {
  private let input: TensorShape
  private let output: TensorShape
  /// The number of input channels whose transforms stay in the cache during the weight gradient.
  private static let channelsAtOnce = 8
  private static let channelsAtOnceShared = 4

  /// The grid of all tiles of the output, over a few input channels.
  private let inputGrid: WinogradGrid
  private let outputGrid: WinogradGrid
  private let inputOffsets: [Int]
  private let channelGroups: [Range<Int>]
  /// Smaller groups of input channels, which the threads of a team share.
  private let sharedChannelGroups: [Range<Int>]
  /// The grid of one row of tiles, over all input channels.
  private let inputRow: WinogradGrid
  private let inputRowOffsets: [Int]
  /// The grid of one row of tiles of the input gradient.
  private let gradientRow: WinogradGrid
  private let gradientRows: Int
  private let gradientOffsets: [Int]
  private let filterTransform: WinogradFilterTransform

  /// Creates a plan; returns `nil` if Winograd does not suit the layer or does not speed it up.
  init?(_ layer: ConvGeometry, input: TensorShape, output: TensorShape) {
    guard WinogradConvolution.suits(layer) else { return nil }
    self.input = input
    self.output = output
    filterTransform = WinogradFilterTransform(filters: input.channels * output.channels)
    let (rows, columns) = ((output.height + 3) / 4, (output.width + 3) / 4)
    let channelsAtOnce = min(WinogradConvolution.channelsAtOnce, input.channels)
    inputGrid = WinogradGrid(
      height: input.height, width: input.width, top: -layer.padding.height,
      left: -layer.padding.width, rows: rows, columns: columns,
      positionStride: WinogradConvolution.positionStride(channelsAtOnce, rows * columns))
    outputGrid = WinogradGrid(
      height: output.height, width: output.width, rows: rows, columns: columns,
      positionStride: WinogradConvolution.positionStride(output.channels, rows * columns))
    channelGroups = WinogradConvolution.groups(of: channelsAtOnce, input.channels)
    sharedChannelGroups = WinogradConvolution.groups(
      of: min(WinogradConvolution.channelsAtOnceShared, channelsAtOnce), input.channels)
    inputOffsets = (0..<channelsAtOnce).map { $0 * rows * columns * Tensor.lanes }
    inputRow = WinogradGrid(
      height: input.height, width: input.width, top: -layer.padding.height,
      left: -layer.padding.width, rows: 1, columns: columns,
      positionStride: WinogradConvolution.positionStride(input.channels, columns))
    inputRowOffsets = (0..<input.channels).map { $0 * columns * Tensor.lanes }
    let across = (input.width + 3) / 4
    gradientRows = (input.height + 3) / 4
    gradientRow = WinogradGrid(
      height: output.height, width: output.width, top: layer.padding.height - 2,
      left: layer.padding.width - 2, rows: 1, columns: across,
      positionStride: WinogradConvolution.positionStride(output.channels, across))
    gradientOffsets = (0..<output.channels).map { $0 * across * Tensor.lanes }
  }

  private static func groups(of size: Int, _ channels: Int) -> [Range<Int>] {
    stride(from: 0, to: channels, by: size).map { $0..<min($0 + size, channels) }
  }

  /// Returns whether Winograd computes a layer, and faster than the direct algorithm.
  ///
  /// With fewer than 4 channels the transforms cost more than the saved products.
  package static func suits(_ layer: ConvGeometry) -> Bool {
    layer.kernelSize == Size2D(3) && layer.stride == .one && layer.dilation == 1
      && layer.groups == 1 && layer.padding.height <= 2 && layer.padding.width <= 2
      && layer.inputChannels >= 4 && layer.outputChannels >= 4
  }

  /// Returns the number of floats from one of the 36 positions to the next.
  ///
  /// One extra vector keeps the 36 positions from mapping to the same cache lines.
  private static func positionStride(_ channels: Int, _ tiles: Int) -> Int {
    (channels * tiles + 1) * Tensor.lanes
  }

  // MARK: The passes

  func forward(
    _ values: [Float], _ layer: Conv2D, into result: inout [Float],
    scratch: inout SharedScratch, pass: LayerContext
  ) {
    precondition(values.count == input.count * Tensor.lanes)
    precondition(result.count == output.count * Tensor.lanes)
    let (biases, rectify) = (layer.parameters[1].values, layer.activation == .relu)
    let engine = pass.engine
    transformFilters(layer.parameters[0].values, &scratch, engine)
    let filters = scratch.filters
    SharedFloats.over(&result) { result in
      // One row of tiles at a time, so that the row's data stays in the cache.
      pass.split(inputGrid.rows, cost: cost, &scratch) { row, scratch in
        let strip = inputRow.moved(down: 4 * row)
        transformInputs(values, 0..<input.channels, strip, into: &scratch.spectrum, engine)
        multiply(
          scratch.spectrum, strip, inputRowOffsets, filters, outputs: output.channels,
          into: &scratch.products, engine)
        finish(scratch.products, strip, firstRow: 4 * row, into: result, output, engine) {
          .biased(biases[$0], rectify: rectify)
        }
      }
    }
  }

  /// About the multiply-adds of a pass for 16 images.
  private var cost: Int {
    36 * inputGrid.tiles * input.channels * output.channels * Tensor.lanes
  }

  /// Computes the gradients of the weights and the biases.
  func parameterGradients(
    _ values: [Float], _ gradient: [Float], into result: inout [[Float]],
    scratch: inout SharedScratch, pass: LayerContext
  ) {
    let pairs = output.channels * input.channels
    let engine = pass.engine
    precondition(values.count == input.count * Tensor.lanes)
    precondition(gradient.count == output.count * Tensor.lanes)
    precondition(result[0].count == 9 * pairs && result[1].count == output.channels)
    transformGradients(gradient, biases: &result[1], &scratch, pass)
    LayerScratch.grow(&scratch.filters, to: 36 * pairs)
    let channelGroups = pass.team == nil ? self.channelGroups : sharedChannelGroups
    let gradients = scratch.spectrum
    var filters: [Float] = []
    swap(&filters, &scratch.filters)
    SharedFloats.over(&filters) { filters in
      pass.split(channelGroups.count, cost: cost, &scratch) { group, scratch in
        transformInputs(values, channelGroups[group], inputGrid, into: &scratch.inputs, engine)
        multiplyGradients(
          channelGroups[group], scratch.inputs, gradients, sums: &scratch.sums, into: filters,
          engine)
      }
    }
    swap(&filters, &scratch.filters)
    LayerScratch.grow(&scratch.cells, to: 9 * pairs)
    filterTransform.back(scratch.filters, into: &scratch.cells, engine)
    var span = result[0].mutableSpan
    for channels in channelGroups {
      for o in 0..<output.channels {
        engine.loops.interleave(
          scratch.cells.span, from: output.channels * channels.lowerBound + o * channels.count,
          planes: 9, planeStride: pairs, into: &span,
          at: 9 * (o * input.channels + channels.lowerBound), count: channels.count)
      }
    }
  }

  /// Computes the input gradient from the filters in `scratch.weights`.
  ///
  /// The filters are ordered by input channel and turned by 180°.
  ///
  /// - Parameters:
  ///   - gradient: ∂L/∂y, with 16 images in the lanes.
  ///   - result: Becomes ∂L/∂x. If `isGated`, it holds the rectified inputs before the call, and
  ///     the gradient is 0 where an input is not positive.
  ///   - isGated: Whether the inputs were rectified.
  ///   - scratch: The filters, and buffers for their transforms.
  ///   - pass: The build of the loops and the threads.
  func inputGradient(
    _ gradient: [Float], into result: inout [Float], isGated: Bool, scratch: inout SharedScratch,
    pass: LayerContext
  ) {
    let (turned, engine) = (scratch.weights, pass.engine)
    precondition(gradient.count == output.count * Tensor.lanes)
    precondition(result.count == input.count * Tensor.lanes)
    transformFilters(turned, &scratch, engine)
    let filters = scratch.filters
    SharedFloats.over(&result) { result in
      // One row of tiles at a time, so that products are still in the cache for the transform back.
      pass.split(gradientRows, cost: cost, &scratch) { row, scratch in
        let strip = gradientRow.moved(down: 4 * row)
        transformInputs(gradient, 0..<output.channels, strip, into: &scratch.spectrum, engine)
        multiply(
          scratch.spectrum, strip, gradientOffsets, filters, outputs: input.channels,
          into: &scratch.products, engine)
        finish(
          scratch.products, strip, firstRow: 4 * row, into: result, input, engine
        ) { _ in isGated ? .gated : .biased(0, rectify: false) }
      }
    }
  }

  // MARK: Their parts

  /// Computes A ∂y Aᵀ of all channels and the bias gradients.
  ///
  /// Each plane is summed for the bias gradient while the plane is in the cache.
  private func transformGradients(
    _ gradient: [Float], biases: inout [Float], _ scratch: inout SharedScratch,
    _ pass: LayerContext
  ) {
    let engine = pass.engine
    scratch.spectrum.grow(to: 36 * outputGrid.positionStride)
    LayerScratch.grow(&scratch.sums, to: output.channels * Tensor.lanes)
    let start = scratch.spectrum.start
    var (spectrum, sums): ([Float], [Float]) = ([], [])
    swap(&spectrum, &scratch.spectrum.values)
    swap(&sums, &scratch.sums)
    SharedFloats.over(&spectrum) { spectrum in
      SharedFloats.over(&sums) { sums in
        pass.split(output.channels, cost: 36 * output.count * Tensor.lanes, &scratch) { o, _ in
          let plane = o * output.plane * Tensor.lanes
          sums.write(o * Tensor.lanes..<(o + 1) * Tensor.lanes) { lanes in
            engine.loops.sumPlane(
              gradient.span, from: plane, positions: output.plane, into: &lanes, at: 0)
          }
          spectrum.writeApart { transforms in
            engine.loops.winogradGradient(
              gradient.span, from: plane, outputGrid, into: &transforms,
              at: start + o * outputGrid.tiles * Tensor.lanes)
          }
        }
      }
    }
    swap(&spectrum, &scratch.spectrum.values)
    swap(&sums, &scratch.sums)
    var totals = biases.mutableSpan
    engine.loops.sumLanes(scratch.sums.span, into: &totals, at: 0, count: output.channels)
  }

  /// Writes G w Gᵀ of all filters to `scratch.filters`, position by position.
  private func transformFilters(
    _ weights: [Float], _ scratch: inout SharedScratch, _ engine: Engine
  ) {
    let pairs = output.channels * input.channels
    LayerScratch.grow(&scratch.cells, to: 9 * pairs)
    LayerScratch.grow(&scratch.filters, to: 36 * pairs)
    var cells = scratch.cells.mutableSpan
    engine.loops.deinterleave(
      weights.span, from: 0, group: 1, period: 9, into: &cells, at: 0, phaseStride: pairs,
      count: 9 * pairs)
    filterTransform.forth(scratch.cells, into: &scratch.filters, engine)
  }

  /// Computes Bᵀ x B of some channels.
  private func transformInputs(
    _ values: [Float], _ channels: Range<Int>, _ grid: WinogradGrid,
    into spectrum: inout AlignedBuffer, _ engine: Engine
  ) {
    spectrum.grow(to: 36 * grid.positionStride)
    let start = spectrum.start
    var span = spectrum.values.mutableSpan
    engine.loops.winogradInput(
      values.span, from: channels.lowerBound * grid.height * grid.width * Tensor.lanes,
      planes: channels.count, grid, into: &span, at: start)
  }

  /// Computes the sums over channels at each of the 36 positions.
  private func multiply(
    _ spectrum: AlignedBuffer, _ grid: WinogradGrid, _ offsets: [Int],
    _ filters: [Float], outputs: Int, into products: inout AlignedBuffer, _ engine: Engine
  ) {
    let (size, count) = (outputs * offsets.count, grid.tiles * Tensor.lanes)
    let stride = WinogradConvolution.positionStride(outputs, grid.tiles)
    products.grow(to: 36 * stride)
    let (from, to) = (spectrum.start, products.start)
    var span = products.values.mutableSpan
    for position in 0..<36 {
      engine.loops.correlate(
        spectrum.values.span, from: from + position * grid.positionStride, offsets: offsets.span,
        weights: filters.span.extracting(position * size..<(position + 1) * size),
        outputs: outputs, into: &span, at: to + position * stride, outputStride: count, count: count
      )
    }
  }

  /// Computes Aᵀ m A of all channels, then applies the channel's epilogue.
  ///
  /// - Parameters:
  ///   - products: The sums m of the tiles.
  ///   - tiles: The tiles that `products` holds.
  ///   - firstRow: The row of the result where the first tiles begin.
  ///   - result: Receives the values.
  ///   - shape: The shape of the result.
  ///   - engine: The build of the loops.
  ///   - ending: Returns the epilogue of a channel: what is done to its values.
  private func finish(
    _ products: AlignedBuffer, _ tiles: WinogradGrid, firstRow: Int,
    into result: SharedFloats, _ shape: TensorShape, _ engine: Engine,
    ending: (Int) -> TileEpilogue
  ) {
    let rows = min(4 * tiles.rows, shape.height - firstRow)
    let grid = WinogradGrid(
      height: rows, width: shape.width, rows: tiles.rows, columns: tiles.columns,
      positionStride: WinogradConvolution.positionStride(shape.channels, tiles.tiles))
    for channel in 0..<shape.channels {
      let start = (channel * shape.plane + firstRow * shape.width) * Tensor.lanes
      result.write(start..<start + rows * shape.width * Tensor.lanes) { span in
        engine.loops.winogradOutput(
          products.values.span, from: products.start + channel * tiles.tiles * Tensor.lanes, grid,
          ending(channel), into: &span, at: 0)
      }
    }
  }

  /// Computes the sums over tiles and images at each of the 36 positions.
  ///
  /// The sums are for every output channel and some input channels.
  private func multiplyGradients(
    _ channels: Range<Int>, _ inputs: AlignedBuffer, _ gradients: AlignedBuffer,
    sums: inout [Float], into totals: SharedFloats, _ engine: Engine
  ) {
    let pairs = output.channels * channels.count
    LayerScratch.grow(&sums, to: pairs * Tensor.lanes)
    let (first, all) = (output.channels * channels.lowerBound, output.channels * input.channels)
    for position in 0..<36 {
      let start = first + position * all
      totals.write(start..<start + pairs) { totals in
        multiplyGradients(
          position, channels.count, inputs, gradients, sums: &sums, into: &totals, engine)
      }
    }
  }

  private func multiplyGradients(
    _ position: Int, _ channels: Int, _ inputs: AlignedBuffer, _ gradients: AlignedBuffer,
    sums: inout [Float], into totals: inout MutableSpan<Float>, _ engine: Engine
  ) {
    var lanes = sums.mutableSpan
    engine.loops.weightGradients(
      inputs.values.span, from: inputs.start + position * inputGrid.positionStride, inputRow: 0,
      offsets: inputOffsets.span.extracting(first: channels), gradients.values.span,
      from: gradients.start + position * outputGrid.positionStride,
      gradientRow: 0, gradientPlane: outputGrid.tiles * Tensor.lanes,
      outputs: output.channels, rows: 1, width: outputGrid.tiles, into: &lanes, at: 0)
    engine.loops.sumLanes(sums.span, into: &totals, at: 0, count: output.channels * channels)
  }
}

extension WinogradGrid {
  /// Returns the grid moved down by some rows.
  fileprivate func moved(down rows: Int) -> WinogradGrid {
    var grid = self
    grid.top += rows
    return grid
  }
}
