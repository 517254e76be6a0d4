public import ConvCore

/// Full brightness where a value lies above a threshold, else 0.
///
///     y = x > level ? full brightness : 0
///
/// NaN stays NaN.
public struct FixedThreshold: PointwiseFilter, Hashable {
  /// The threshold, in the unit of the input.
  public let level: Double
  /// The largest float that does not exceed the threshold: a float lies above both or above neither.
  private let floatLevel: Float
  private var brightness: Float = 255

  /// Creates the filter.
  public init(level: Double) {
    self.level = level
    let nearest = Float(level)
    floatLevel = Double(nearest) > level ? nearest.nextDown : nearest
  }

  /// `true`: white is the full brightness.
  public var usesBrightness: Bool { true }

  /// Nothing is known: a small value becomes full brightness.
  public func growth(_ kernels: [Kernel]) -> Double { .infinity }

  /// Returns the filter for images of a full brightness.
  public func adapted(toBrightness brightness: Float) -> any RowOperation {
    var adapted = self
    adapted.brightness = brightness
    return adapted
  }

  /// Compares each value.
  public func transform(_ values: inout [Float], in range: Range<Int>) {
    let (level, brightness) = (floatLevel, brightness)
    ValueLoop.replace(&values, in: range) { x in
      // A comparison is false for NaN.
      x > level ? brightness : x == x ? 0 : x
    }
  }
}
