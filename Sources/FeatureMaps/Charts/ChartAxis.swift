/// The name and the bounds of an axis.
public struct ChartAxis: Hashable, Sendable {
  /// The name of the axis, with the unit.
  public var label: String
  /// Whether ticks must be whole numbers, as for epochs.
  public var isWhole: Bool
  /// The largest allowed lower end of the axis; `nil` leaves the end to the values.
  public var lower: Double?
  /// The smallest allowed upper end of the axis; `nil` leaves the end to the values.
  public var upper: Double?

  /// Creates an axis from its name and its bounds.
  public init(
    _ label: String, isWhole: Bool = false, lower: Double? = nil, upper: Double? = nil
  ) {
    self.label = label
    self.isWhole = isWhole
    self.lower = lower
    self.upper = upper
  }

  /// Returns the range of the finite values and the bounds, never of zero length.
  ///
  /// Without any value the range is 0…1. A single value lies in the middle, unless the value is a
  /// bound of the axis: 100 % stays at the top.
  package func range(of values: some Sequence<Double>) -> ClosedRange<Double> {
    var all = values.filter(\.isFinite)
    all += [lower, upper].compactMap { $0 }.filter(\.isFinite)
    guard let least = all.min(), let most = all.max() else { return 0...1 }
    if least < most { return least...most }
    let reach = isWhole ? 0.5 : least == 0 ? 1 : abs(least) * 0.1
    if upper == most && lower != least { return least - reach...most }
    return lower == least ? least...most + reach : least - reach...most + reach
  }
}
