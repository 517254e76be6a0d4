public import ConvCore

/// The part of a layer's input that one of its outputs depends on.
public enum LayerWindow: Hashable, Sendable {
  /// The value at the same row and column, of any channels.
  case pixel
  /// A window that moves over the input, with zeros around the input.
  case moving(size: Size2D, stride: Stride2D, padding: Size2D, dilation: Int)
  /// The whole input.
  case whole
}
