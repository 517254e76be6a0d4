package import ConvCore

/// The kernel of the flip scene.
package struct SlidingKernel: Hashable, Sendable {
  /// The kernel as it was written, of depth 1.
  package let written: Kernel
  /// Whether it is turned by 180° before it is laid over the input.
  package let isTurned: Bool
  /// Whether it belongs to a layer of a network, where it was learned.
  package let isLearned: Bool

  /// The kernel as it lies over the input.
  package var applied: Kernel { isTurned ? written.rotated180 : written }
}
