import ConvCore
import RowLoops

/// The buffers for running images one at a time through a network; used by one thread at a time.
///
/// Each workspace has its own copy of the pass. If threads shared one copy of the weights, every
/// step would move the cache line of the reference count from core to core.
struct SingleWorkspace: Sendable {
  private let pass: SinglePass
  /// The output of each step; the last output holds several images, end to end.
  private var values: [[Float]]
  /// The output of each dense layer.
  private var outputs: [[Float]]

  init?(_ network: Network, engine: Engine) {
    guard let pass = SinglePass(network, engine: engine) else { return nil }
    self.pass = pass
    values = pass.planes.dropFirst().map { [Float](repeating: 0, count: $0.count) }
    if let last = values.popLast() {
      values.append([Float](repeating: 0, count: SinglePass.imagesAtOnce * last.count))
    }
    outputs = pass.joined.map { [Float](repeating: 0, count: $0.count) }
  }

  /// Runs the convolutions and pooling layers on one image.
  ///
  /// - Parameters:
  ///   - images: The pixels of all images.
  ///   - base: The offset of this image's first pixel.
  ///   - rows: For each step, the output rows to compute.
  ///   - place: The index of this image among the images that the dense layers read at once.
  mutating func run(_ images: [Float], from base: Int, rows: [Range<Int>], place: Int = 0) {
    for index in pass.steps.indices where !rows[index].isEmpty {
      var output = values[index]
      values[index] = []
      let start = index == pass.steps.count - 1 ? place * pass.planes[index + 1].count : 0
      if index == 0 {
        run(index, images, from: base, rows: rows[index], into: &output, at: start)
      } else {
        run(index, values[index - 1], from: 0, rows: rows[index], into: &output, at: start)
      }
      values[index] = output
    }
  }

  private func run(
    _ index: Int, _ input: [Float], from base: Int, rows: Range<Int>, into output: inout [Float],
    at start: Int
  ) {
    let (before, planes) = (pass.planes[index], pass.planes[index + 1])
    switch pass.steps[index] {
    case .convolve(let layer):
      layer.run(
        input, from: base, rows: rows, width: planes.shape.width, into: &output, at: start, planes,
        pass.engine)
    case .maximum(let window):
      var span = output.mutableSpan
      for block in 0..<planes.blocks {
        pass.engine.loops.maxPool(
          input.span,
          from: base + block * before.block + rows.lowerBound * window.strideY * before.row,
          width: before.shape.width, window, into: &span,
          at: start + block * planes.block + rows.lowerBound * planes.row,
          outputHeight: rows.count, outputWidth: planes.shape.width)
      }
    }
  }

  /// The output of the last step; empty for a network without steps.
  var last: [Float] { values.last ?? [] }

  /// Copies some rows of the first image from the last planes of another workspace.
  mutating func take(_ last: [Float], rows: Range<Int>) {
    guard let planes = pass.planes.last, let index = values.indices.last else { return }
    var span = values[index].mutableSpan
    for block in 0..<planes.blocks {
      let at = block * planes.block + rows.lowerBound * planes.row
      pass.engine.loops.copy(
        last.span, from: at, into: &span, at: at, count: rows.count * planes.row)
    }
  }

  /// Runs the dense layers on some images.
  ///
  /// - Parameters:
  ///   - images: The pixels of all images.
  ///   - base: The offset of the first image, for a network without convolutions.
  ///   - count: The number of images.
  mutating func join(_ images: [Float], from base: Int, count: Int) {
    for index in pass.denseLayers.indices {
      var output = outputs[index]
      outputs[index] = []
      let planes = pass.joined[index]
      if index > 0 {
        pass.denseLayers[index].run(
          outputs[index - 1], from: 0, rows: 0..<1, width: count, into: &output, planes,
          pass.engine)
      } else if let last = values.last {
        pass.denseLayers[index].run(
          last, from: 0, rows: 0..<1, width: count, into: &output, planes, pass.engine)
      } else {
        pass.denseLayers[index].run(
          images, from: base, rows: 0..<1, width: count, into: &output, planes, pass.engine)
      }
      outputs[index] = output
    }
  }

  /// Copies the last layer's outputs of some images to `results`.
  func copyOutputs(of count: Int, into results: inout [Float], at first: Int) {
    guard let planes = pass.joined.last, let output = outputs.last else { return }
    let classes = planes.shape.channels
    for image in 0..<count {
      for k in 0..<classes {
        results[(first + image) * classes + k] = output[planes.place(k, 0, image)]
      }
    }
  }
}
