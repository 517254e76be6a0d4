import ConvCore
import RowLoops

/// Where the planes of one image lie: rows `pitch` apart, as wide as those they were made from.
struct ImagePlanes: Sendable {
  var shape: TensorShape
  var pitch: Int
  /// Floats from one channel to the next, and what a loop of whole vectors may write of one.
  var stride: Int

  init(_ shape: TensorShape, pitch: Int) {
    self.shape = shape
    self.pitch = pitch
    stride = (shape.height * pitch + 2 * Tensor.lanes) / Tensor.lanes * Tensor.lanes
  }

  /// Floats from the first value of a plane to behind its last, in whole vectors.
  var run: Int {
    let count = (shape.height - 1) * pitch + shape.width
    return (count + Tensor.lanes - 1) / Tensor.lanes * Tensor.lanes
  }

  /// Floats of all planes, and what a loop may read behind them.
  func count(reach: Int) -> Int { shape.channels * stride + reach + 2 * Tensor.lanes }
}

/// One image through a network: the lanes lie along the row (`step` 1), so that none is idle.
///
/// A plane is one long row whose pitch is kept from layer to layer: a window that runs over the
/// end of a row gives a value that nothing reads. Every sum is formed in the order of the pass for
/// 16 images, so the bits are the same.
final class SinglePass: Sendable {
  enum Step: Sendable {
    case convolve(layer: Int, offsets: [Int], rectify: Bool)
    case maximum(offsets: [Int], stride: Stride2D)
    /// Joined to every value of the planes, in the order of `Flatten`; weights by feature, then by
    /// output, in rows of whole vectors.
    case join(layer: Int, weights: [Float], offsets: [Int], rectify: Bool)
  }

  let steps: [Step]
  /// The planes before each step, and at the end.
  let planes: [ImagePlanes]
  /// The room that planes need: the loops read whole vectors.
  let rooms: [Int]
  let network: Network
  let engine: Engine

  /// - Returns: `nil` when the network has layers that only run with the batch in the lanes.
  init?(_ network: Network, engine: Engine) {
    var steps: [Step] = []
    var planes = [ImagePlanes(network.inputShape, pitch: network.inputShape.width)]
    for (index, stage) in network.stages.enumerated() {
      let (before, shape) = (planes[planes.count - 1], network.shapes[index + 1])
      if stage.layer is Flatten { continue }
      guard let step = SinglePass.step(stage.layer, index, before) else { return nil }
      steps.append(step)
      planes.append(SinglePass.planes(after: step, before, shape))
    }
    guard case .join? = steps.last else { return nil }
    self.steps = steps
    self.planes = planes
    self.network = network
    self.engine = engine
    rooms = planes.indices.map { index in
      guard index < steps.count else { return planes[index].count(reach: 0) }
      switch steps[index] {
      case .convolve(_, let offsets, _), .maximum(let offsets, _):
        return planes[index].count(reach: offsets.last ?? 0)
      case .join: return planes[index].count(reach: 0)
      }
    }
  }

  private static func step(_ layer: any Layer, _ index: Int, _ planes: ImagePlanes) -> Step? {
    switch layer {
    case let layer as Conv2D where layer.stride == .one && layer.padding == Size2D(0):
      let offsets = WindowOrder.cells(layer.kernelSize, depth: layer.inputChannels).map {
        $0.channel * planes.stride + ($0.y * planes.pitch + $0.x) * layer.dilation
      }
      return .convolve(layer: index, offsets: offsets, rectify: layer.activation == .relu)
    case let layer as MaxPool2D:
      let offsets = WindowOrder.cells(layer.size, depth: 1).map { $0.y * planes.pitch + $0.x }
      return .maximum(offsets: offsets, stride: layer.stride)
    case let layer as Dense:
      let row = (layer.outputs + Tensor.lanes - 1) / Tensor.lanes * Tensor.lanes
      var weights = [Float](repeating: 0, count: layer.inputs * row)
      for o in 0..<layer.outputs {
        for f in 0..<layer.inputs {
          weights[f * row + o] = layer.parameters[0].values[o * layer.inputs + f]
        }
      }
      return .join(
        layer: index, weights: weights, offsets: (0..<layer.inputs).map { $0 * row },
        rectify: layer.activation == .relu)
    default: return nil
    }
  }

  private static func planes(
    after step: Step, _ planes: ImagePlanes, _ shape: TensorShape
  ) -> ImagePlanes {
    if case .convolve = step { return ImagePlanes(shape, pitch: planes.pitch) }
    return ImagePlanes(shape, pitch: shape.width)
  }
}

/// The room in which one image runs through a network.
struct SingleWorkspace: Sendable {
  /// The planes before each step, and at the end.
  var values: [[Float]]
  private var flat: [Float] = []
  private var sums: [Float] = []

  init(_ pass: SinglePass) {
    values = pass.rooms.map { [Float](repeating: 0, count: $0) }
  }

  /// Runs `values[0]` through all steps.
  mutating func run(_ pass: SinglePass) {
    for index in pass.steps.indices { run(pass, index) }
  }

  /// Runs one step.
  mutating func run(_ pass: SinglePass, _ index: Int) {
    var output = values[index + 1]
    values[index + 1] = []
    switch pass.steps[index] {
    case .convolve: pass.convolve(index, values[index], 0..<pass.channels(index), into: &output)
    case .maximum: pass.fold(index, values[index], &sums, into: &output)
    case .join: pass.join(index, values[index], &flat, &sums, into: &output)
    }
    values[index + 1] = output
  }
}

extension SinglePass {
  /// Maps that a step gives.
  func channels(_ index: Int) -> Int { planes[index + 1].shape.channels }

  /// Some of a layer's maps, each in its place or, without `start`, from the beginning on.
  func convolve(
    _ index: Int, _ input: [Float], _ units: Range<Int>, into output: inout [Float],
    at start: Int = 0
  ) {
    guard case .convolve(let layer, let offsets, let rectify) = steps[index] else { return }
    let (parameters, result) = (network.stages[layer].layer.parameters, planes[index + 1])
    let taps = offsets.count
    precondition(input.count >= (offsets.last ?? 0) + result.run)
    precondition(output.count >= start + (units.count - 1) * result.stride + result.run)
    let weights = parameters[0].values
    var span = output.mutableSpan
    engine.loops.correlate(
      input.span, from: 0, offsets: offsets.span,
      weights: weights.span.extracting(units.lowerBound * taps..<units.upperBound * taps),
      outputs: units.count, into: &span, at: start, outputStride: result.stride,
      count: result.run)
    for unit in units {
      engine.loops.addBias(
        &span, at: start + (unit - units.lowerBound) * result.stride, count: result.run,
        bias: parameters[1].values[unit], rectify: rectify)
    }
  }

  fileprivate func fold(
    _ index: Int, _ input: [Float], _ run: inout [Float], into output: inout [Float]
  ) {
    guard case .maximum(let offsets, let stride) = steps[index] else { return }
    let (from, to) = (planes[index], planes[index + 1])
    LayerScratch.grow(&run, to: from.run)
    for channel in 0..<from.shape.channels {
      var span = run.mutableSpan
      engine.loops.fold(
        .maximum, input.span, from: channel * from.stride, offsets: offsets.span, into: &span,
        at: 0, count: from.run)
      for y in 0..<to.shape.height {
        let (row, line) = (channel * to.stride + y * to.pitch, y * stride.y * from.pitch)
        for x in 0..<to.shape.width { output[row + x] = run[line + x * stride.x] }
      }
    }
  }

  fileprivate func join(
    _ index: Int, _ input: [Float], _ flat: inout [Float], _ sums: inout [Float],
    into output: inout [Float]
  ) {
    guard case .join(let layer, let weights, let offsets, let rectify) = steps[index] else {
      return
    }
    let (from, shape) = (planes[index], planes[index].shape)
    LayerScratch.grow(&flat, to: shape.count)
    var next = 0
    for channel in 0..<shape.channels {
      for y in 0..<shape.height {
        let row = channel * from.stride + y * from.pitch
        for x in 0..<shape.width { flat[next + x] = input[row + x] }
        next += shape.width
      }
    }
    let row = weights.count / offsets.count
    LayerScratch.grow(&sums, to: row)
    // The roles are turned round: outputs lie in the lanes, and features are the taps, in order.
    var span = sums.mutableSpan
    engine.loops.correlate(
      weights.span, from: 0, offsets: offsets.span,
      weights: flat.span.extracting(first: offsets.count), outputs: 1, into: &span, at: 0,
      outputStride: row, count: row)
    let biases = network.stages[layer].layer.parameters[1].values
    let stride = planes[index + 1].stride
    for unit in biases.indices {
      let sum = sums[unit] + biases[unit]
      output[unit * stride] = rectify && sum < 0 ? 0 : sum
    }
  }
}
