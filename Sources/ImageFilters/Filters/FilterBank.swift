public import ConvCore

/// Kernels that span the depth: one feature map each.
public struct FilterBank: ImageFilter, Hashable {
  /// The kernels, all of one size and depth.
  public let kernels: [Kernel]

  /// Creates a bank.
  ///
  /// - Precondition: `kernels` is not empty.
  public init(_ kernels: [Kernel]) {
    precondition(!kernels.isEmpty, "a bank of no kernels")
    self.kernels = kernels
  }

  /// Whether all kernels have a positive sum.
  public var isSmoothing: Bool { kernels.allSatisfy(\.isSmoothing) }

  /// `true`: each kernel gives one feature map.
  public var spansDepth: Bool { true }

  /// Twice the largest sum of magnitudes.
  public func growth(_ kernels: [Kernel]) -> Double {
    2 * (kernels.map(\.absoluteSum).max() ?? 1)
  }

  /// Creates the convolution.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    options.convolution(kernels, .stack, options.method)
  }
}

extension ImageFilter where Self == FilterBank {
  /// Kernels that span the depth: one feature map each.
  public static func bank(_ kernels: [Kernel]) -> FilterBank { FilterBank(kernels) }
}
