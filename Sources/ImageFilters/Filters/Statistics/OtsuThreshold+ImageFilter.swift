public import ConvCore

extension OtsuThreshold: ImageFilter {
  /// `true`: the output is a picture.
  public var isSmoothing: Bool { true }

  /// `true`: apart from the threshold, a value depends on one pixel.
  public var isPointwise: Bool { true }

  /// `false`: a threshold of colors is not one of alpha.
  public var filtersAlpha: Bool { false }

  /// `false`: no position outside the image is read.
  public var usesBorder: Bool { false }

  /// `true`: white is the full brightness.
  public var usesBrightness: Bool { true }

  /// How the threshold is found.
  public var method: String { "histogram of the whole picture" }

  /// Returns the operation itself.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation { self }
}
