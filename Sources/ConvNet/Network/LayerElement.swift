/// A layer, or a block of layers, in the description of a network.
public struct LayerElement: Sendable {
  enum Content: Sendable {
    case layer(any Layer)
    case residual([LayerElement], Activation)
  }

  let content: Content
  /// The words of the element in messages.
  let label: String

  /// Creates an element from a layer.
  public init(_ layer: some Layer) {
    content = .layer(layer)
    label = layer.kind
  }

  init(_ content: Content, label: String) {
    self.content = content
    self.label = label
  }
}
