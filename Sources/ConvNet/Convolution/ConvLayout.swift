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

/// The cells of a window in the order of summation.
enum WindowOrder {
  static func cells(_ size: Size2D, depth: Int) -> [(channel: Int, y: Int, x: Int)] {
    (0..<depth).flatMap { channel in
      (0..<size.height).flatMap { y in (0..<size.width).map { (channel, y, $0) } }
    }
  }
}

/// The checked doors to the loops, for whole tensors.
struct ConvDoor {
  /// As many as the loop holds in registers.
  private static let filtersAtOnce = 4

  let layout: ConvLayout
  let engine: Engine

  /// The sums of all rows, then the bias and the activation while a row is still at hand.
  func correlate(
    _ input: [Float], _ weights: [Float], bias: [Float], rectify: Bool,
    into output: inout [Float]
  ) {
    let offsets = layout.offsets
    let (shape, rowStep) = (layout.output, layout.layer.stride.y * layout.rowLength)
    let count = shape.width * Tensor.lanes
    check(input, offsets, count)
    precondition(weights.count == shape.channels * offsets.count)
    precondition(output.count == shape.count * Tensor.lanes)
    var span = output.mutableSpan
    for y in 0..<shape.height {
      engine.loops.correlate(
        input.span, from: y * rowStep, offsets: offsets.span, weights: weights.span,
        outputs: shape.channels, into: &span, at: y * count,
        outputStride: shape.plane * Tensor.lanes, count: count)
      for o in 0..<shape.channels {
        engine.loops.addBias(
          &span, at: o * shape.plane * Tensor.lanes + y * count, count: count, bias: bias[o],
          rectify: rectify)
      }
    }
  }

  /// By weights and by biases, some filters at a time, so that their gradients are read from memory
  /// but once.
  func parameterGradients(
    _ input: [Float], _ gradient: [Float], into result: inout [[Float]], sums: inout [Float]
  ) {
    let offsets = layout.offsets
    let shape = layout.output
    let weights = shape.channels * offsets.count
    check(input, offsets, shape.width * Tensor.lanes)
    precondition(result[0].count == weights && result[1].count == shape.channels)
    precondition(gradient.count == shape.count * Tensor.lanes)
    LayerScratch.grow(&sums, to: (weights + shape.channels) * Tensor.lanes)
    var lanes = sums.mutableSpan
    for first in stride(from: 0, to: shape.channels, by: ConvDoor.filtersAtOnce) {
      let filters = first..<min(first + ConvDoor.filtersAtOnce, shape.channels)
      for o in filters {
        engine.loops.sumPlane(
          gradient.span, from: o * shape.plane * Tensor.lanes, positions: shape.plane,
          into: &lanes, at: (weights + o) * Tensor.lanes)
      }
      engine.loops.weightGradients(
        input.span, from: 0, inputRow: layout.layer.stride.y * layout.rowLength,
        offsets: offsets.span, gradient.span, from: first * shape.plane * Tensor.lanes,
        gradientRow: shape.width * Tensor.lanes, gradientPlane: shape.plane * Tensor.lanes,
        outputs: filters.count, rows: shape.height, width: shape.width, into: &lanes,
        at: first * offsets.count * Tensor.lanes)
    }
    var span = result[0].mutableSpan
    engine.loops.sumLanes(sums.span, into: &span, at: 0, count: weights)
    var biases = result[1].mutableSpan
    engine.loops.sumLanes(
      sums.span.extracting(droppingFirst: weights * Tensor.lanes), into: &biases, at: 0,
      count: shape.channels)
  }

  private func check(_ input: [Float], _ offsets: [Int], _ count: Int) {
    let last = (layout.output.height - 1) * layout.layer.stride.y * layout.rowLength
    let reach = (offsets.max() ?? 0) + last + count
    precondition((offsets.min() ?? 0) >= 0 && reach <= input.count, "a tap outside the input")
  }
}

/// Output gradients spread out on a canvas of zeros, as far apart as the stride, with the kernel's
/// reach around them: correlating it with the turned weights gives the input gradient.
struct GradientCanvas: Sendable {
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
    // Between and around the gradients it stays zero from the beginning.
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
