import ConvCore
import RowLoops

/// Training went wrong.
public struct TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The epoch, counted from 1.
  public let epoch: Int
  /// The step within it, counted from 1.
  public let step: Int

  /// One line that names epoch and step.
  public var description: String {
    "the loss is not a number any more: epoch \(epoch), step \(step)"
  }
}
