import ConvCore

extension SlidingModel {
  /// Computes the numbers at one position of the window.
  ///
  /// - Parameter position: An output; an input in a transposed convolution.
  /// - Returns: The values under the window, the products and their sum, as far as the operation
  ///   has them.
  package func step(at position: SlidingPosition) -> SlidingStep {
    rule == .transposed ? stamp(position) : window(position)
  }

  private func window(_ position: SlidingPosition) -> SlidingStep {
    let cells = cells(position)
    let values = parts.map { part in cells.map { value($0, part.channel) } }
    let products = zip(parts, values).filter { !$0.0.weights.isEmpty }.map { part, values in
      zip(part.weights, values).map(SlidingModel.product)
    }
    return SlidingStep(
      position: position, cells: cells, values: values, products: products,
      partialSums: products.map { $0.reduce(0, +) }, output: output[position.y, position.x])
  }

  /// A coefficient of 0 does not count, whatever lies under it.
  private static func product(_ weight: Double, _ value: Float?) -> Double {
    weight == 0 ? 0 : weight * Double(value ?? 0)
  }

  private func cells(_ position: SlidingPosition) -> [SlidingStep.Cell] {
    let size = geometry.window
    let (top, left) = (geometry.top(position.y), geometry.left(position.x))
    return (0..<size.height * size.width).map { index in
      let place = SlidingPosition(
        y: top + index / size.width * geometry.dilation,
        x: left + index % size.width * geometry.dilation)
      return SlidingStep.Cell(
        place: place, source: source(of: place), isOutside: !isInside(place))
    }
  }

  /// Whether a position lies in the input.
  func isInside(_ place: SlidingPosition) -> Bool {
    (0..<geometry.input.height).contains(place.y) && (0..<geometry.input.width).contains(place.x)
  }

  /// The position whose value is read at a position that may lie outside.
  func source(of place: SlidingPosition) -> SlidingPosition? {
    if isInside(place) { return place }
    guard let border, let y = border.index(of: place.y, count: geometry.input.height),
      let x = border.index(of: place.x, count: geometry.input.width)
    else { return nil }
    return SlidingPosition(y: y, x: x)
  }

  /// The value that is read at a position; `nil` where nothing is read.
  func value(at place: SlidingPosition, channel: Int) -> Float? {
    if let source = source(of: place) { return input[source.y, source.x, channel] }
    return border?.outsideValue
  }

  private func value(_ cell: SlidingStep.Cell, _ channel: Int) -> Float? {
    if let source = cell.source { return input[source.y, source.x, channel] }
    return border?.outsideValue
  }

  /// The products of one input value with all coefficients, and the outputs that they are added to.
  private func stamp(_ position: SlidingPosition) -> SlidingStep {
    let size = geometry.window
    let (top, left) = (geometry.top(position.y), geometry.left(position.x))
    let value = input[position.y, position.x]
    let cells = (0..<size.height * size.width).map { index in
      let place = SlidingPosition(
        y: top + index / size.width * geometry.dilation,
        x: left + index % size.width * geometry.dilation)
      let isInside =
        (0..<geometry.output.height).contains(place.y)
        && (0..<geometry.output.width).contains(place.x)
      return SlidingStep.Cell(
        place: place, source: isInside ? place : nil, isOutside: !isInside)
    }
    let products = parts[0].weights.map { SlidingModel.product($0, value) }
    return SlidingStep(
      position: position, cells: cells, values: [[value]], products: [products],
      partialSums: [products.reduce(0, +)], output: nil)
  }
}
