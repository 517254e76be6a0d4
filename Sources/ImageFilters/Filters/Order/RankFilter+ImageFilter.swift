public import ConvCore

extension RankFilter: ImageFilter {
  /// `true`: a percentile is a value of the picture.
  public var isSmoothing: Bool { true }

  /// How the values are found.
  public var method: String { "histograms of bytes, sorting of other samples" }

  /// A bound for a value of the picture.
  public func growth(_ kernels: [Kernel]) -> Double { 2 }

  /// Returns the filter with the border of the options.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    RankFilter(percent: percent, side: side, border: options.border)
  }
}

extension ImageFilter where Self == RankFilter {
  /// The percentile of side × side pixels.
  public static func rank(percent: Double, _ side: Int) -> RankFilter {
    RankFilter(percent: percent, side: side)
  }
}
