public import ConvCore

extension CannyEdges: ImageFilter {
  /// `true`: edges are opaque.
  public var dropsAlpha: Bool { true }

  /// How the edges are found.
  public var method: String { "Sobel gradient, thinning, hysteresis" }

  /// A bound for the brightness of an edge.
  public func growth(_ kernels: [Kernel]) -> Double { 2 }

  /// Returns the filter with the border of the options.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    CannyEdges(low: low, high: high, sigma: sigma, border: options.border)
  }
}

extension ImageFilter where Self == CannyEdges {
  /// Canny's edges; without a sigma there is no smoothing.
  public static func canny(low: Double, high: Double, sigma: Double?) -> CannyEdges {
    CannyEdges(low: low, high: high, sigma: sigma)
  }
}
