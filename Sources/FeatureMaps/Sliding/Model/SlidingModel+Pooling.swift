package import ConvCore

extension SlidingModel {
  /// Makes the model of a pooling.
  ///
  /// - Parameters:
  ///   - pooling: The pooling.
  ///   - input: What it reads, H×W×1.
  ///   - names: What the operation and its input are called.
  /// - Throws: `ShapeError` when the input is smaller than one window.
  package init(
    _ pooling: Pooling, input: Image, names: (operation: String, input: String)
  ) throws(ShapeError) {
    let output = try pooling(input)
    var geometry = SlidingGeometry(
      input: input.shape.size, output: output.shape.size, window: pooling.size)
    geometry.stride = pooling.stride
    geometry.lead = pooling.leadingPadding(from: input.shape.size, to: output.shape.size)
    self.init(
      name: names.operation, inputName: names.input, input: input, output: output,
      parts: [SlidingPart(label: "values", channel: 0, weights: [])],
      rule: .pooling(pooling.kind), geometry: geometry, border: nil,
      sizeRule: .pooling(pooling.padding, ceil: pooling.ceilMode), bias: nil, kernels: [],
      shownPart: 0)
  }
}

extension Pooling {
  /// The rows above and the columns left of the image where the first window begins.
  fileprivate func leadingPadding(from input: Size2D, to output: Size2D) -> Size2D {
    switch padding {
    case .valid: Size2D(0)
    case .explicit(let pixels): Size2D(pixels)
    case .same:
      Size2D(
        height: max(0, (output.height - 1) * stride.y + size.height - input.height) / 2,
        width: max(0, (output.width - 1) * stride.x + size.width - input.width) / 2)
    }
  }
}
