import ConvCore
import RowLoops

/// Where a running epoch stands.
public struct EpochPosition: Hashable, Sendable {
  /// Steps done.
  public var step = 0
  /// The sum of the losses while learning.
  public var loss = 0.0
  /// Images read right while learning.
  public var right = 0

  /// The beginning.
  public init() {}
}
