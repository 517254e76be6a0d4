public import ConvCore

extension BilateralFilter: ImageFilter {
  /// `true`: the output is a mean of the picture.
  public var isSmoothing: Bool { true }

  /// How the means are computed.
  public var method: String { "direct, weights from the picture" }

  /// A bound for a mean of the picture.
  public func growth(_ kernels: [Kernel]) -> Double { 2 }

  /// Returns the filter with the border of the options.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    BilateralFilter(spatialSigma: spatialSigma, rangeSigma: rangeSigma, border: options.border)
  }
}

extension ImageFilter where Self == BilateralFilter {
  /// The bilateral filter with a spatial sigma in pixels and a range sigma in levels.
  public static func bilateral(spatial: Double, range: Double) -> BilateralFilter {
    BilateralFilter(spatialSigma: spatial, rangeSigma: range)
  }
}
