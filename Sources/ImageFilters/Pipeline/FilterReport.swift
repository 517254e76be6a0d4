/// The statistics of running a plan.
public struct FilterReport: Hashable, Sendable {
  /// The smallest and the largest finite response.
  ///
  /// `nil` when there is none, or when ``RenderingOptions/collectsStatistics`` is off.
  public var range: ClosedRange<Float>?
  /// The number of input samples that are not finite.
  ///
  /// 0 when ``RenderingOptions/collectsStatistics`` is off.
  public var nonfiniteInput = 0
  /// The number of responses that are not finite.
  ///
  /// 0 when ``RenderingOptions/collectsStatistics`` is off.
  public var nonfinite = 0
  /// The number of samples that the output could not represent.
  ///
  /// 0 when ``RenderingOptions/collectsStatistics`` is off.
  public var clipped = 0
  /// The number of samples written.
  public var samples = 0
  /// Whether the picture has one color and all its shapes in alpha, which edge filters do not
  /// change.
  public var isFlatButForAlpha = false
}

extension FilterReport {
  /// Adds the counts of a band, and widens the range.
  mutating func add(_ band: FilterReport) {
    range = range.union(band.range)
    nonfinite += band.nonfinite
    clipped += band.clipped
    samples += band.samples
  }
}
