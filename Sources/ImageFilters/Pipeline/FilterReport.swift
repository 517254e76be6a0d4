/// What running a plan showed.
public struct FilterReport: Hashable, Sendable {
  /// The smallest and the largest finite response; `nil` when there is none, or when
  /// ``RenderingOptions/collectsStatistics`` is off.
  public var range: ClosedRange<Float>?
  /// Samples of the input that are not finite; 0 when ``RenderingOptions/collectsStatistics`` is
  /// off.
  public var nonfiniteInput = 0
  /// Responses that are not finite; 0 when ``RenderingOptions/collectsStatistics`` is off.
  public var nonfinite = 0
  /// Samples that the output could not represent; 0 when
  /// ``RenderingOptions/collectsStatistics`` is off.
  public var clipped = 0
  /// Samples written.
  public var samples = 0
  /// Whether the picture is of one colour and its shapes are in alpha, which edge filters leave alone.
  public var isFlatButForAlpha = false
}
