public import ConvCore

extension LocalStatistic: ImageFilter {
  /// Whether the output is a picture: thresholds give black and white.
  public var isSmoothing: Bool {
    switch value {
    case .variance, .deviation, .normalized: false
    case .adaptive, .sauvola: true
    }
  }

  /// `false`: statistics of colors are not those of alpha.
  public var filtersAlpha: Bool { false }

  /// `stretch` for values without a unit, `clip` for deviations, which are never negative.
  public var defaultView: ResponseView? {
    switch value {
    case .normalized: .stretch
    case .variance, .deviation: .clip
    case .adaptive, .sauvola: nil
    }
  }

  /// Whether the output is black and white.
  public var usesBrightness: Bool { isSmoothing }

  /// How the windows are summed.
  public var method: String { "sums of values and squares in double precision" }

  /// The largest magnitude of a deviation or of full brightness; unknown for variances.
  public func growth(_ kernels: [Kernel]) -> Double { value == .deviation ? 2 : .infinity }

  /// Returns the operation with the border of the options.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    LocalStatistic(value, side: side, border: options.border)
  }
}

extension ImageFilter where Self == LocalStatistic {
  /// A statistic of side × side pixels.
  public static func local(_ value: LocalStatistic.Value, _ side: Int) -> LocalStatistic {
    LocalStatistic(value, side: side)
  }
}
