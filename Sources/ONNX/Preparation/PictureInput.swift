/// The input of a model that takes a picture.
package struct PictureInput: Sendable {
  /// The order of the dimensions.
  package enum Layout: String, Sendable, CaseIterable {
    /// Image, channel, row, column.
    case nchw
    /// Image, row, column, channel.
    case nhwc
  }

  /// The input.
  package let input: GraphInput
  /// The order of the dimensions.
  package let layout: Layout
  /// 1 or 3.
  package let channels: Int
  /// The number of rows; `nil` when any number is allowed.
  package let height: Int?
  /// The number of columns; `nil` when any number is allowed.
  package let width: Int?

  /// Finds the picture among the inputs of a graph.
  ///
  /// - Parameters:
  ///   - graph: The graph of a model for pictures.
  ///   - wanted: The order that the user says; `nil` finds it.
  /// - Throws: ``ONNXError`` when there is not exactly one, or its shape is not that of a picture.
  package init(_ graph: Graph, layout wanted: Layout?) throws(ONNXError) {
    guard graph.inputs.count == 1 else {
      throw ONNXError(
        .unsupported,
        "a model of \(graph.inputs.count) inputs takes no picture: run gives it tensors")
    }
    input = graph.inputs[0]
    guard input.type.isFloatingPoint || input.type == .uint8, let shape = input.shape,
      shape.count == 4, shape[0].allows(1)
    else {
      throw ONNXError(
        .unsupported,
        "input '\(input.name)' is \(input.description), not one picture: run gives it tensors")
    }
    let sides = shape.map { side -> Int? in
      if case .fixed(let number) = side, number > 0 { number } else { nil }
    }
    let isLast = [1, 3].contains(sides[3] ?? 0) && ![1, 3].contains(sides[1] ?? 0)
    layout = wanted ?? (isLast ? .nhwc : .nchw)
    let channels = layout == .nchw ? sides[1] : sides[3]
    guard channels == nil || channels == 1 || channels == 3 else {
      throw ONNXError(
        .unsupported,
        "input '\(input.name)' has \(channels ?? 0) channels, not those of a picture")
    }
    self.channels = channels ?? 3
    (height, width) = layout == .nchw ? (sides[2], sides[3]) : (sides[1], sides[2])
  }
}
