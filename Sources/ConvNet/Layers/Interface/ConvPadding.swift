public import ConvCore

/// The zeros around the input of a convolution.
public enum ConvPadding: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// None: the output is smaller than the input.
  case valid
  /// As many on each side as give an output of ⌈input / stride⌉; for windows with a center.
  case same
  /// A number above and below (height), and left and right (width).
  case explicit(Size2D)

  /// Creates the same number of zeros on every side.
  public init(integerLiteral count: Int) { self = .explicit(Size2D(count)) }

  /// Returns the number of zeros for a kernel.
  ///
  /// - Throws: `ShapeError` when a window without a center shall be padded to `same`.
  func zeros(around kernel: Size2D, dilation: Int) throws(ShapeError) -> Size2D {
    switch self {
    case .valid: return Size2D(0)
    case .explicit(let size): return size
    case .same:
      let (height, width) = ((kernel.height - 1) * dilation, (kernel.width - 1) * dilation)
      guard height % 2 == 0 && width % 2 == 0 else {
        throw ShapeError("padding same needs a window with a center, and \(kernel) has none")
      }
      return Size2D(height: height / 2, width: width / 2)
    }
  }
}
