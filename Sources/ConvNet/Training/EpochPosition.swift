import ConvCore
import RowLoops

/// The position within a running epoch.
package struct EpochPosition: Hashable, Sendable {
  /// The number of completed steps.
  package var step = 0
  /// The sum of the losses of the trained images.
  package var loss = 0.0
  /// The number of trained images that were read right.
  package var right = 0

  /// Creates the position of the beginning.
  package init() {}
}
