/// What an axis is called, and where it begins and ends.
public struct ChartAxis: Hashable, Sendable {
  /// Its name, with the unit.
  public var label: String
  /// Whether only whole numbers are ticks, as for epochs.
  public var isWhole: Bool
  /// A value the axis reaches down to at least.
  public var lower: Double?
  /// A value the axis reaches up to at least.
  public var upper: Double?

  /// Creates an axis.
  public init(
    _ label: String, isWhole: Bool = false, lower: Double? = nil, upper: Double? = nil
  ) {
    self.label = label
    self.isWhole = isWhole
    self.lower = lower
    self.upper = upper
  }

  /// The range of the finite values and of the axis' own bounds, never of zero length.
  ///
  /// Without any value it is 0…1. A single value lies in the middle, unless it is a bound of the
  /// axis: 100 % stays at the top.
  func range(of values: some Sequence<Double>) -> ClosedRange<Double> {
    var all = values.filter(\.isFinite)
    all += [lower, upper].compactMap { $0 }.filter(\.isFinite)
    guard let least = all.min(), let most = all.max() else { return 0...1 }
    if least < most { return least...most }
    let reach = isWhole ? 0.5 : least == 0 ? 1 : abs(least) * 0.1
    if upper == most && lower != least { return least - reach...most }
    return lower == least ? least...most + reach : least - reach...most + reach
  }
}
