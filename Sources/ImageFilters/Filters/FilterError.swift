public import ConvCore

/// An error in the description of a filter or in its options.
public enum FilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A failure that no other case describes, as one line of text.
  case failure(String)
  /// The anchor is no cell of the filter's kernel, which has the given size.
  case anchorOutside(filter: String, anchor: Kernel.Anchor, size: Size2D)
  /// The kernel sums to 0, so that it cannot be divided by its sum.
  case zeroSum(filter: String)
  /// The dilated kernel is more than 4097 pixels large; `most` is the largest dilation that is not.
  case tooDilated(filter: String, dilation: Int, pixels: Int, most: Int)
  /// The filter is no convolution, so that it has no stride, dilation, anchor, sum or method.
  case notConvolution(filter: String)
  /// The method cannot compute the filter, for the reason that the text says.
  case unsuitedMethod(Convolution.Method, String)

  /// Creates an error with its message.
  public init(_ description: String) { self = .failure(description) }

  /// One line for the user.
  public var description: String {
    switch self {
    case .failure(let text): text
    case .anchorOutside(let filter, let anchor, let size):
      "the anchor \(anchor.y),\(anchor.x) lies outside the \(size) kernel of \(filter)"
    case .zeroSum(let filter): "\(filter) sums to 0, so it cannot be normalized"
    case .tooDilated(let filter, let dilation, let pixels, let most):
      "dilation \(dilation) makes \(filter) \(pixels) pixels large: at most 4097, which is \(most)"
    case .notConvolution(let filter):
      "\(filter) is not a convolution: it has the default options but for the border"
    case .unsuitedMethod(let method, let reason): "the method \(method.rawValue) \(reason)"
    }
  }
}
