public import ConvCore

extension Deconvolution: ImageFilter {
  /// `true`: the output is a picture.
  public var isSmoothing: Bool { true }

  /// `false`: alpha was not blurred.
  public var filtersAlpha: Bool { false }

  /// `false`: what lies outside is found, not assumed.
  public var usesBorder: Bool { false }

  /// The estimate, its blur, residuals and directions.
  public var workingImages: Int { 9 }

  /// How the picture is found.
  public var method: String {
    switch estimate {
    case .wiener: "regularized least squares, conjugate gradients"
    case .richardsonLucy(let iterations): "\(iterations) steps of Richardson and Lucy"
    }
  }

  /// Returns the operation itself.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation { self }
}
