import ConvCore
import RowLoops

/// The three passes of a 3×3 convolution by Winograd's F(4×4, 3×3), as training runs them.
///
/// Tile by tile, with the matrices that `RowLoops` names Bᵀ, A and G:
///
///     y  = Aᵀ [Σ_i (G w Gᵀ) ⊙ (Bᵀ x B)] A + b
///     ∂w = Gᵀ [Σ_tiles (A ∂y Aᵀ) ⊙ (Bᵀ x B)] G
///     ∂x = the first line over ∂y with zeros around it, the filters turned by 180°
///
/// 36 products for each 4×4 outputs where the definition has 144. The products are sums over
/// channels or tiles at one of 36 positions: the same two loops that convolve directly. Rounding
/// differs from the direct sums by some 10⁻⁶ of the largest value, so a network in use convolves
/// directly; training does not care.
///
/// Stride and dilation are 1. The forward pass leaves Bᵀ x B in the scratch, where the gradient of
/// the weights finds it.
struct WinogradConvolution: Sendable {
  private let input: TensorShape
  private let output: TensorShape
  private let inputGrid: WinogradGrid
  private let outputGrid: WinogradGrid
  /// One row of tiles of the input gradient; fewer values are in flight than for all rows.
  private let gradientGrid: WinogradGrid
  private let gradientRows: Int
  private let inputOffsets: [Int]
  private let gradientOffsets: [Int]
  private let gradientProducts: Int
  private let filterTransform: FilterTransform

  /// A plan, or `nil` for layers that this does not suit, or that it would not make faster.
  init?(_ layer: ConvGeometry, input: TensorShape, output: TensorShape) {
    guard WinogradConvolution.suits(layer) else { return nil }
    filterTransform = FilterTransform(filters: input.channels * output.channels)
    self.input = input
    self.output = output
    let (rows, columns) = ((output.height + 3) / 4, (output.width + 3) / 4)
    inputGrid = WinogradGrid(
      height: input.height, width: input.width, top: -layer.padding.height,
      left: -layer.padding.width, rows: rows, columns: columns,
      positionStride: WinogradConvolution.stride(input.channels, rows * columns))
    outputGrid = WinogradGrid(
      height: output.height, width: output.width, rows: rows, columns: columns,
      positionStride: WinogradConvolution.stride(output.channels, rows * columns))
    inputOffsets = (0..<input.channels).map { $0 * rows * columns * Tensor.lanes }
    let across = (input.width + 3) / 4
    gradientRows = (input.height + 3) / 4
    gradientGrid = WinogradGrid(
      height: output.height, width: output.width, top: layer.padding.height - 2,
      left: layer.padding.width - 2, rows: 1, columns: across,
      positionStride: WinogradConvolution.stride(output.channels, across))
    gradientOffsets = (0..<output.channels).map { $0 * across * Tensor.lanes }
    gradientProducts = WinogradConvolution.stride(input.channels, across)
  }

  /// With few channels the transforms cost more than the products they save.
  static func suits(_ layer: ConvGeometry) -> Bool {
    layer.kernelSize == Size2D(3) && layer.stride == .one && layer.dilation == 1
      && layer.inputChannels >= 4 && layer.outputChannels >= 4
  }

  /// One vector more than needed, lest the 36 positions fall on the same lines of the cache.
  private static func stride(_ channels: Int, _ tiles: Int) -> Int {
    (channels * tiles + 1) * Tensor.lanes
  }

  // MARK: The passes

  func forward(
    _ values: [Float], _ layer: Conv2D, into result: inout [Float],
    scratch: inout LayerScratch, engine: Engine
  ) {
    let loops = engine.loops
    precondition(values.count == input.count * Tensor.lanes)
    precondition(result.count == output.count * Tensor.lanes)
    transform(layer.parameters[0].values, &scratch, engine)
    LayerScratch.grow(&scratch.spectrum, to: 36 * inputGrid.positionStride)
    var spectrum = scratch.spectrum.mutableSpan
    for i in 0..<input.channels {
      loops.winogradInput(
        values.span, from: i * input.plane * Tensor.lanes, inputGrid, into: &spectrum,
        at: inputOffsets[i])
    }
    multiply(
      scratch.spectrum, inputGrid, inputOffsets, scratch.filters, outputs: output.channels,
      stride: outputGrid.positionStride, into: &scratch.products, engine)
    var span = result.mutableSpan
    for o in 0..<output.channels {
      loops.winogradOutput(
        scratch.products.span, from: o * outputGrid.tiles * Tensor.lanes, outputGrid,
        bias: layer.parameters[1].values[o], rectify: layer.activation == .relu, into: &span,
        at: o * output.plane * Tensor.lanes)
    }
  }

  func weightGradients(
    _ gradient: [Float], into result: inout [Float], scratch: inout LayerScratch, engine: Engine
  ) {
    let (loops, pairs) = (engine.loops, output.channels * input.channels)
    precondition(gradient.count == output.count * Tensor.lanes && result.count == 9 * pairs)
    precondition(
      scratch.spectrum.count >= 36 * inputGrid.positionStride, "no forward pass before")
    LayerScratch.grow(&scratch.products, to: 36 * outputGrid.positionStride)
    var products = scratch.products.mutableSpan
    for o in 0..<output.channels {
      loops.winogradGradient(
        gradient.span, from: o * output.plane * Tensor.lanes, outputGrid, into: &products,
        at: o * outputGrid.tiles * Tensor.lanes)
    }
    LayerScratch.grow(&scratch.filters, to: 36 * pairs)
    LayerScratch.grow(&scratch.cells, to: 9 * pairs)
    multiplyGradients(
      scratch.spectrum, scratch.products, sums: &scratch.sums, into: &scratch.filters, engine)
    filterTransform.back(scratch.filters, into: &scratch.cells, engine)
    var span = result.mutableSpan
    loops.interleave(
      scratch.cells.span, from: 0, planes: 9, planeStride: pairs, into: &span, at: 0,
      count: pairs)
  }

  /// Takes the filters from `scratch.weights`: by input channel, turned by 180°.
  func inputGradient(
    _ gradient: [Float], into result: inout [Float], scratch: inout LayerScratch, engine: Engine
  ) {
    let (loops, turned) = (engine.loops, scratch.weights)
    precondition(gradient.count == output.count * Tensor.lanes)
    precondition(result.count == input.count * Tensor.lanes)
    transform(turned, &scratch, engine)
    LayerScratch.grow(&scratch.canvas, to: 36 * gradientGrid.positionStride)
    var grid = gradientGrid
    for row in 0..<gradientRows {
      grid.top = gradientGrid.top + 4 * row
      var spectrum = scratch.canvas.mutableSpan
      for o in 0..<output.channels {
        loops.winogradInput(
          gradient.span, from: o * output.plane * Tensor.lanes, grid, into: &spectrum,
          at: gradientOffsets[o])
      }
      multiply(
        scratch.canvas, grid, gradientOffsets, scratch.filters, outputs: input.channels,
        stride: gradientProducts, into: &scratch.products, engine)
      let strip = WinogradGrid(
        height: input.height - 4 * row, width: input.width, rows: 1, columns: grid.columns,
        positionStride: gradientProducts)
      var span = result.mutableSpan
      for i in 0..<input.channels {
        loops.winogradOutput(
          scratch.products.span, from: i * grid.columns * Tensor.lanes, strip, bias: 0,
          rectify: false, into: &span,
          at: (i * input.plane + 4 * row * input.width) * Tensor.lanes)
      }
    }
  }

  // MARK: Their parts

  /// Σ over channels at each of the 36 positions.
  private func multiply(
    _ spectrum: [Float], _ grid: WinogradGrid, _ offsets: [Int], _ filters: [Float],
    outputs: Int, stride: Int, into products: inout [Float], _ engine: Engine
  ) {
    LayerScratch.grow(&products, to: 36 * stride)
    let (size, count) = (outputs * offsets.count, grid.tiles * Tensor.lanes)
    var span = products.mutableSpan
    for position in 0..<36 {
      engine.loops.correlate(
        spectrum.span, from: position * grid.positionStride, offsets: offsets.span,
        weights: filters.span.extracting(position * size..<(position + 1) * size),
        outputs: outputs, into: &span, at: position * stride, outputStride: count, count: count)
    }
  }

  /// Σ over tiles and images at each of the 36 positions, for each pair of channels.
  private func multiplyGradients(
    _ spectrum: [Float], _ gradients: [Float], sums: inout [Float], into totals: inout [Float],
    _ engine: Engine
  ) {
    let pairs = output.channels * input.channels
    LayerScratch.grow(&sums, to: pairs * Tensor.lanes)
    var span = totals.mutableSpan
    for position in 0..<36 {
      var lanes = sums.mutableSpan
      engine.loops.weightGradients(
        spectrum.span, from: position * inputGrid.positionStride, inputRow: 0,
        offsets: inputOffsets.span, gradients.span, from: position * outputGrid.positionStride,
        gradientRow: 0, gradientPlane: outputGrid.tiles * Tensor.lanes,
        outputs: output.channels, rows: 1, width: outputGrid.tiles, into: &lanes, at: 0)
      engine.loops.sumLanes(sums.span, into: &span, at: position * pairs, count: pairs)
    }
  }

  /// Leaves G w Gᵀ of all filters in `scratch.filters`, position by position.
  private func transform(_ weights: [Float], _ scratch: inout LayerScratch, _ engine: Engine) {
    let pairs = output.channels * input.channels
    LayerScratch.grow(&scratch.cells, to: 9 * pairs)
    LayerScratch.grow(&scratch.filters, to: 36 * pairs)
    var cells = scratch.cells.mutableSpan
    engine.loops.deinterleave(
      weights.span, from: 0, group: 1, period: 9, into: &cells, at: 0, phaseStride: pairs,
      count: 9 * pairs)
    filterTransform.forth(scratch.cells, into: &scratch.filters, engine)
  }
}
