public import ConvCore

extension MedianFilter: ImageFilter {
  /// `true`: a median is a value of the picture.
  public var isSmoothing: Bool { true }

  /// How the medians are found.
  public var method: String { "sorting" }

  /// A bound for a value of the picture.
  public func growth(_ kernels: [Kernel]) -> Double { 2 }

  /// Returns the filter with the border of the options.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    MedianFilter(side: side, border: options.border)
  }
}

extension ImageFilter where Self == MedianFilter {
  /// The median of side × side pixels.
  public static func median(_ side: Int) -> MedianFilter { MedianFilter(side: side) }
}
