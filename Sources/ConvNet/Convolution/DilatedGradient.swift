import ConvCore
import RowLoops

/// The output gradients, spaced by the stride on a canvas of zeros.
///
/// Zeros around the gradients extend the canvas to the input size plus (kernel size − 1) ×
/// dilation. Gradients of windows that lie in the padding alone are left out. Correlating the canvas with the weights turned by 180° gives the input gradient.
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
    offsets = WindowOrder.cells(layer.kernelSize, depth: output.channels / layer.groups).map {
      cell in
      ((cell.channel * height + cell.y * layer.dilation) * width + cell.x * layer.dilation)
        * Tensor.lanes
    }
    (self.height, self.width) = (height, width)
  }

  /// Whether the canvas is the tensor of gradients itself.
  var isGradient: Bool {
    layer.kernelSize == Size2D(1) && layer.stride == .one && layer.padding == Size2D(0)
  }

  func draw(_ gradient: [Float], into canvas: inout [Float], engine: Engine) {
    let count = output.channels * height * width * Tensor.lanes
    // The cells between and around the gradients are never written and keep their initial zeros.
    LayerScratch.grow(&canvas, to: count)
    let top = (layer.kernelSize.height - 1) * layer.dilation - layer.padding.height
    let left = (layer.kernelSize.width - 1) * layer.dilation - layer.padding.width
    var span = canvas.mutableSpan
    for o in 0..<output.channels {
      for y in 0..<output.height where (0..<height).contains(top + y * layer.stride.y) {
        let from = (o * output.height + y) * output.width * Tensor.lanes
        let row = (o * height + top + y * layer.stride.y) * width + left
        if layer.stride.x == 1 {
          let columns = max(0, -left)..<min(output.width, width - left)
          engine.loops.copy(
            gradient.span, from: from + columns.lowerBound * Tensor.lanes, into: &span,
            at: (row + columns.lowerBound) * Tensor.lanes, count: columns.count * Tensor.lanes)
        } else {
          for x in 0..<output.width where (0..<width).contains(left + x * layer.stride.x) {
            engine.loops.copy(
              gradient.span, from: from + x * Tensor.lanes, into: &span,
              at: (row + x * layer.stride.x) * Tensor.lanes, count: Tensor.lanes)
          }
        }
      }
    }
  }

  /// Correlates the canvas with the filters in `scratch.weights`, which are turned by 180°.
  func correlate(
    _ canvas: [Float], into result: inout [Float], scratch: inout SharedScratch, pass: LayerContext
  ) {
    let (turned, engine) = (scratch.weights, pass.engine)
    let count = input.width * Tensor.lanes
    precondition(result.count == input.count * Tensor.lanes)
    precondition(turned.count >= input.channels * offsets.count)
    let (depth, filters) = (input.channels / layer.groups, output.channels / layer.groups)
    let weights = depth * offsets.count
    let cost = layer.groups * weights * input.plane * Tensor.lanes
    SharedFloats.over(&result) { result in
      pass.split(layer.groups * input.height, cost: cost, &scratch) { piece, _ in
        let (group, y) = (piece / input.height, piece % input.height)
        let base = group * filters * height * width * Tensor.lanes
        let start = group * depth * input.plane * Tensor.lanes
        result.writeApart { span in
          engine.loops.correlate(
            canvas.span, from: base + y * width * Tensor.lanes, offsets: offsets.span,
            weights: turned.span.extracting(group * weights..<(group + 1) * weights),
            outputs: depth, into: &span, at: start + y * count,
            outputStride: input.plane * Tensor.lanes, count: count)
        }
      }
    }
  }
}
