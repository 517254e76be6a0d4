import ConvCore
import RowLoops

/// The output gradients, spaced by the stride on a canvas of zeros.
///
/// Zeros around the gradients extend the canvas to the input size plus (kernel size − 1) ×
/// dilation. Correlating the canvas with the weights turned by 180° gives the input gradient.
struct DilatedGradient: Sendable {
  let layer: ConvGeometry
  let input: TensorShape
  let output: TensorShape
  let height: Int
  let width: Int

  private let offsets: [Int]

  init(_ layer: ConvGeometry, input: TensorShape, output: TensorShape) {
    self.layer = layer
    self.input = input
    self.output = output
    let height = input.height + (layer.kernelSize.height - 1) * layer.dilation
    let width = input.width + (layer.kernelSize.width - 1) * layer.dilation
    offsets = WindowOrder.cells(layer.kernelSize, depth: output.channels).map { cell in
      ((cell.channel * height + cell.y * layer.dilation) * width + cell.x * layer.dilation)
        * Tensor.lanes
    }
    (self.height, self.width) = (height, width)
  }

  func draw(_ gradient: [Float], into canvas: inout [Float], engine: Engine) {
    let count = output.channels * height * width * Tensor.lanes
    // The cells between and around the gradients are never written and keep their initial zeros.
    LayerScratch.grow(&canvas, to: count)
    let top = (layer.kernelSize.height - 1) * layer.dilation - layer.padding.height
    let left = (layer.kernelSize.width - 1) * layer.dilation - layer.padding.width
    var span = canvas.mutableSpan
    for o in 0..<output.channels {
      for y in 0..<output.height {
        let from = (o * output.height + y) * output.width * Tensor.lanes
        let row = (o * height + top + y * layer.stride.y) * width + left
        if layer.stride.x == 1 {
          engine.loops.copy(
            gradient.span, from: from, into: &span, at: row * Tensor.lanes,
            count: output.width * Tensor.lanes)
        } else {
          for x in 0..<output.width {
            engine.loops.copy(
              gradient.span, from: from + x * Tensor.lanes, into: &span,
              at: (row + x * layer.stride.x) * Tensor.lanes, count: Tensor.lanes)
          }
        }
      }
    }
  }

  func correlate(
    _ canvas: [Float], _ turned: [Float], into result: inout [Float], engine: Engine
  ) {
    let count = input.width * Tensor.lanes
    precondition(result.count == input.count * Tensor.lanes)
    precondition(turned.count >= input.channels * offsets.count)
    precondition(
      (offsets.max() ?? 0) + (input.height - 1) * width * Tensor.lanes + count <= canvas.count)
    var span = result.mutableSpan
    for y in 0..<input.height {
      engine.loops.correlate(
        canvas.span, from: y * width * Tensor.lanes, offsets: offsets.span, weights: turned.span,
        outputs: input.channels, into: &span, at: y * count,
        outputStride: input.plane * Tensor.lanes, count: count)
    }
  }
}
