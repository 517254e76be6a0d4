/// Collects the layers of a network from the lines of a closure.
@resultBuilder
public enum LayerBuilder {
  /// A layer.
  public static func buildExpression(_ layer: some Layer) -> [LayerElement] {
    [LayerElement(layer)]
  }

  /// A residual block.
  public static func buildExpression(_ block: Residual) -> [LayerElement] {
    [LayerElement(.residual(block.elements, block.activation), label: "Residual")]
  }

  /// Layers from elsewhere.
  public static func buildExpression(_ elements: [LayerElement]) -> [LayerElement] { elements }

  /// One line after the other.
  public static func buildBlock(_ lines: [LayerElement]...) -> [LayerElement] {
    lines.flatMap(\.self)
  }

  /// An `if` without `else`.
  public static func buildOptional(_ lines: [LayerElement]?) -> [LayerElement] { lines ?? [] }

  /// The first of two branches.
  public static func buildEither(first lines: [LayerElement]) -> [LayerElement] { lines }

  /// The second of two branches.
  public static func buildEither(second lines: [LayerElement]) -> [LayerElement] { lines }

  /// A `for` loop.
  public static func buildArray(_ lines: [[LayerElement]]) -> [LayerElement] {
    lines.flatMap(\.self)
  }
}
