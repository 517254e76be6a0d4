public import ConvCore

/// A filter of one kernel, or of several kernels whose responses are combined to one.
public struct ConvolutionFilter: ImageFilter, Hashable {
  /// The kernels.
  public let kernels: [Kernel]
  /// How the responses of several kernels are combined.
  public let combination: Convolution.Combination

  /// Creates a filter of one kernel, applied to each channel or spanning the depth.
  public init(_ kernel: Kernel) {
    kernels = [kernel]
    combination = .stack
  }

  /// Creates a filter of several kernels.
  ///
  /// - Precondition: `kernels` is not empty; `magnitude` takes two kernels, and a stack of maps is a
  ///   ``FilterBank``.
  public init(_ kernels: [Kernel], combination: Convolution.Combination) {
    precondition(!kernels.isEmpty && combination != .stack, "a filter of no kernels, or a bank")
    self.kernels = kernels
    self.combination = combination
  }

  /// Whether the filter is a single kernel of positive sum.
  public var isSmoothing: Bool { combination == .stack && kernels[0].isSmoothing }

  /// Whether the filter is a single kernel of several channels.
  public var spansDepth: Bool { combination == .stack && kernels[0].depth > 1 }

  /// Whether the kernel is a single positive number.
  public var isPointwise: Bool {
    isSmoothing && kernels[0].size == Size2D(1) && kernels[0].depth == 1
  }

  /// Twice the largest sum of magnitudes: √2 for a gradient's magnitude, and rounding.
  public func growth(_ kernels: [Kernel]) -> Double {
    2 * (kernels.map(\.absoluteSum).max() ?? 1)
  }

  /// Creates the convolution.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    options.convolution(kernels, kernels.count > 1 ? combination : .stack, options.method)
  }
}

extension ImageFilter where Self == ConvolutionFilter {
  /// A kernel, applied to each channel or spanning the depth.
  public static func kernel(_ kernel: Kernel) -> ConvolutionFilter { ConvolutionFilter(kernel) }

  /// The gradient magnitude √(gx² + gy²) of two derivative kernels.
  public static func magnitude(_ x: Kernel, _ y: Kernel) -> ConvolutionFilter {
    ConvolutionFilter([x, y], combination: .magnitude)
  }

  /// The largest response of several kernels.
  public static func compass(_ kernels: [Kernel]) -> ConvolutionFilter {
    ConvolutionFilter(kernels, combination: .maximum)
  }
}
