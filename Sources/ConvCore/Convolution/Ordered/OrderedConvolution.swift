/// A convolution whose sums and levels are those of another program, to the last bit.
///
/// Each channel is filtered on its own. Shapes are those of ``Convolution``. The order of the
/// products is given, so there is one method only, without wide registers.
package struct OrderedConvolution: RowOperation {
  /// What is computed beside the sums.
  package struct Rules: Hashable, Sendable {
    /// The precision and the order of the products.
    package var order: SumOrder
    /// The factor of each sample, before it is multiplied by a coefficient.
    package var unit = 1.0
    /// The value that sums of `fusedFloats` and `rowFloats` begin with, as a float.
    package var start = 0.0
    /// The steps from a sum to an output.
    package var steps: [LevelStep] = []
    /// Whether outputs whose window leaves the image are the samples of the image.
    package var copiesEdges = false

    /// Creates the rules of plain sums.
    package init(order: SumOrder) { self.order = order }
  }

  private let kernels: [Kernel]
  private let window: Size2D
  private let geometry: WindowGeometry
  private let border: Border
  private let rules: Rules

  /// Creates a convolution with one kernel, or the magnitude √(y₀² + y₁²) of two.
  ///
  /// - Parameters:
  ///   - kernels: One or two kernels of one shape and depth 1.
  ///   - geometry: A convolution of these kernels, which says how windows lie.
  ///   - rules: How outputs are computed.
  package init(_ kernels: [Kernel], like geometry: Convolution, rules: Rules) {
    precondition(
      (1...2).contains(kernels.count) && kernels.allSatisfy { $0.depth == 1 },
      "\(kernels.count) kernels in a given order")
    self.kernels = geometry.kernels
    window = geometry.kernels[0].size
    self.geometry = geometry.geometry
    border = geometry.border
    self.rules = rules
  }

  /// Returns the shape of the output: H'×W'×C.
  ///
  /// - Throws: ``ShapeError`` if no window fits into the image.
  package func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    let size = try geometry.outputSize(for: input.size)
    return ImageShape(height: size.height, width: size.width, channels: input.channels)
  }

  package var wholeImageReason: String? {
    geometry.outputSize == .valid ? nil : border.wholeImageReason
  }

  package func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: rows, of: input, border: border)
  }

  package func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    guard let output = try? outputShape(for: input.shape) else {
      preconditionFailure("a \(window) window on \(input.shape)")
    }
    let step = geometry.dilation * output.channels
    let sums = kernels.map {
      OrderedSums($0, rules, step: step)
    }
    var sliding = SlidingWindow(
      geometry, cells: sums[0].cells, over: input, outputRows: rows,
      outputWidth: output.width, border: border, splitsChannels: false, engine: engine)
    for y in rows {
      sliding.move(to: y)
      var values = sums.magnitudes(sliding.rows, sliding.offsets, count: output.rowLength)
      for step in rules.steps {
        if sink.collectsStatistics { sink.countClipped(step.outside(values)) }
        step.apply(&values)
      }
      if rules.copiesEdges { copyEdges(into: &values, y, of: output, from: input, engine) }
      let row = values
      sink.take(rows: 1, engine: engine) { samples, start in
        for x in row.indices { samples[start + x] = Float(row[x]) }
      }
    }
  }

  /// Copies samples to the outputs of a row whose windows leave the image.
  private func copyEdges(
    into values: inout [Double], _ y: Int, of output: ImageShape, from input: RowSource,
    _ engine: Engine
  ) {
    guard geometry.outputSize == .same else { return }
    let (pad, extent) = (geometry.leadingPadding, geometry.extent)
    var row = [Float](repeating: 0, count: input.shape.rowLength)
    input.copy(y * geometry.stride.y, into: &row, at: 0, engine: engine)
    let top = y * geometry.stride.y - pad.height
    let leaves = top < 0 || top + extent.height > input.shape.height
    let channels = output.channels
    for x in 0..<output.width {
      let left = x * geometry.stride.x - pad.width
      guard leaves || left < 0 || left + extent.width > input.shape.width else { continue }
      for c in 0..<channels {
        values[x * channels + c] = Double(row[x * geometry.stride.x * channels + c])
      }
    }
  }
}
