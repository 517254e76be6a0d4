public import ConvCore

extension GuidedFilter: ImageFilter {
  /// `true`: the output is a mean of the picture.
  public var isSmoothing: Bool { true }

  /// How the means are computed.
  public var method: String { "linear in each window, self-guided" }

  /// A bound for a mean of the picture.
  public func growth(_ kernels: [Kernel]) -> Double { 4 }

  /// Returns the filter with the border of the options.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    GuidedFilter(side: side, epsilon: epsilon, border: options.border)
  }
}

extension ImageFilter where Self == GuidedFilter {
  /// The guided filter of side × side pixels, with ε in squared levels.
  public static func guided(_ side: Int, epsilon: Double) -> GuidedFilter {
    GuidedFilter(side: side, epsilon: epsilon)
  }
}
