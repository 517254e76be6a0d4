import ConvCore
import RowLoops

/// The position within a running epoch.
public struct EpochPosition: Hashable, Sendable {
  /// The number of completed steps.
  public var step = 0
  /// The sum of the losses of the trained images.
  public var loss = 0.0
  /// The number of trained images that were read right.
  public var right = 0

  /// Creates the position of the beginning.
  public init() {}
}
