public import ConvCore

extension MorphologyFilter: ImageFilter {
  /// Whether the output is a picture and not a difference of two.
  public var isSmoothing: Bool { !isDifference }

  /// How the extremes are found.
  public var method: String {
    element.isRectangle
      ? "columns, then rows (van Herk, Gil and Werman)"
      : "runs of cells, doubled (Urbach, Wilkinson)"
  }

  /// A bound for a value of the picture, or for a difference of two.
  public func growth(_ kernels: [Kernel]) -> Double { 2 }

  /// Returns the filter with the border of the options.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    MorphologyFilter(operation, element, border: options.border)
  }
}

extension ImageFilter where Self == MorphologyFilter {
  /// Gray morphology with an element.
  public static func morphology(
    _ operation: MorphologyFilter.Operation, _ element: StructuringElement
  ) -> MorphologyFilter { MorphologyFilter(operation, element) }
}
