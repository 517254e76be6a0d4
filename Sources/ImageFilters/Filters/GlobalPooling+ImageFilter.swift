public import ConvCore

extension GlobalPooling: ImageFilter {
  /// `true`: the output is a picture of one pixel.
  public var isSmoothing: Bool { true }

  /// `false`: the window is the image.
  public var usesBorder: Bool { false }

  /// How the window is folded.
  public var method: String { "one window" }

  /// A bound for a value of the window.
  public func growth(_ kernels: [Kernel]) -> Double { 2 }

  /// Returns the pooling itself.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation { self }
}
