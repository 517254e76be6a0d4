import ConvCore
import RowLoops

/// The offsets of the taps of a layer's windows in the layer's input.
///
/// A plain layer (stride 1, no padding) reads the input tensor directly. Any other layer reads a
/// copy with a border of zeros. Each row of the copy is split into the phases of the stride, so
/// that every tap is a contiguous run of pixels × 16 images.
struct ConvLayout: Sendable {
  let layer: ConvGeometry
  let input: TensorShape
  let output: TensorShape
  /// The number of floats in one row of the copy, all phases included.
  let rowLength: Int
  let rows: Int
  /// The offset of each tap for the first output row.
  ///
  /// Order: channels, then rows, then columns.
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
    offsets = WindowOrder.cells(layer.kernelSize, depth: input.channels / layer.groups).map {
      cell in
      let column = cell.x * layer.dilation
      return (cell.channel * rows + cell.y * layer.dilation) * rowLength
        + column % layer.stride.x * phaseLength + column / layer.stride.x * Tensor.lanes
    }
    (self.rows, self.phaseLength, self.rowLength) = (rows, phaseLength, rowLength)
  }

  /// The number of floats in the laid-out input channels of one group.
  var groupLength: Int { input.channels / layer.groups * rows * rowLength }

  var isPlain: Bool { layer.stride == .one && layer.padding == Size2D(0) }

  /// The number of floats in the copy, all channels included.
  var count: Int { input.channels * rows * rowLength }

  /// Writes an input into the padded copy.
  ///
  /// - Parameters:
  ///   - values: The input, with 16 images in the lanes.
  ///   - layout: The padded copy; it grows if it is too small.
  ///   - row: Buffer for one padded row, whose border is and stays zero.
  ///   - engine: The build of the loops.
  func lay(
    out values: [Float], into layout: inout [Float], row: inout [Float], engine: Engine
  ) {
    let columns = input.width + 2 * layer.padding.width
    // The border rows are never written and keep their initial zeros.
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
