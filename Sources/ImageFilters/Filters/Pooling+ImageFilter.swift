public import ConvCore

extension Pooling: ImageFilter {
  /// `true`: the output is a smaller picture.
  public var isSmoothing: Bool { true }

  /// `false`: windows stay inside.
  public var usesBorder: Bool { false }

  /// How the windows are folded.
  public var method: String { "one pass over the windows" }

  /// A bound for a value of a window.
  public func growth(_ kernels: [Kernel]) -> Double { 2 }

  /// Returns the pooling itself.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation { self }
}
