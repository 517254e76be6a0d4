import ConvCore
import RowLoops

/// Where the taps of a layer's windows lie in its input.
///
/// A plain layer (stride 1, no padding) reads the input tensor as it is. Any other reads a copy with
/// zeros around it, each row split into the phases of its stride, so that every tap is a contiguous
/// run of pixels × 16 images all the same.
struct ConvLayout: Sendable {
  let layer: ConvGeometry
  let input: TensorShape
  let output: TensorShape
  /// Floats of one laid-out row, of all its phases.
  let rowLength: Int
  let rows: Int
  /// Where each tap begins for the first output row: channels, then rows, then columns.
  let offsets: [Int]

  private let phaseLength: Int

  init(_ layer: ConvGeometry, input: TensorShape, output: TensorShape) {
    self.layer = layer
    self.input = input
    self.output = output
    let rows = input.height + 2 * layer.padding.height
    let columns = input.width + 2 * layer.padding.width
    let phaseLength = (columns + layer.stride.x - 1) / layer.stride.x * Tensor.lanes
    let rowLength = phaseLength * layer.stride.x
    offsets = WindowOrder.cells(layer.kernelSize, depth: input.channels).map { cell in
      let column = cell.x * layer.dilation
      return (cell.channel * rows + cell.y * layer.dilation) * rowLength
        + column % layer.stride.x * phaseLength + column / layer.stride.x * Tensor.lanes
    }
    (self.rows, self.phaseLength, self.rowLength) = (rows, phaseLength, rowLength)
  }

  var isPlain: Bool { layer.stride == .one && layer.padding == Size2D(0) }

  /// Floats of all laid-out channels.
  var count: Int { input.channels * rows * rowLength }

  /// Lays an input out.
  ///
  /// - Parameter row: Room for one padded row, whose border is zero and stays so.
  func lay(
    out values: [Float], into layout: inout [Float], row: inout [Float], engine: Engine
  ) {
    let columns = input.width + 2 * layer.padding.width
    // What no row reaches stays zero from the beginning.
    LayerScratch.grow(&layout, to: count)
    LayerScratch.grow(&row, to: columns * Tensor.lanes)
    for channel in 0..<input.channels {
      for y in 0..<input.height {
        let from = (channel * input.height + y) * input.width * Tensor.lanes
        var padded = row.mutableSpan
        engine.loops.copy(
          values.span, from: from, into: &padded, at: layer.padding.width * Tensor.lanes,
          count: input.width * Tensor.lanes)
        var span = layout.mutableSpan
        engine.loops.deinterleave(
          row.span, from: 0, group: Tensor.lanes, period: layer.stride.x, into: &span,
          at: (channel * rows + y + layer.padding.height) * rowLength, phaseStride: phaseLength,
          count: columns)
      }
    }
  }
}
