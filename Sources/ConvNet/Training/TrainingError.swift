import ConvCore
import RowLoops

/// An error for training whose loss or parameters are no longer finite.
public struct TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The number of the epoch, counted from 1.
  public let epoch: Int
  /// The number of the step within the epoch, counted from 1.
  public let step: Int

  /// The message: one line with the epoch and the step.
  public var description: String {
    "the loss is not a number any more: epoch \(epoch), step \(step)"
  }
}
