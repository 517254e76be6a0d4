/// One frame of the animation.
package struct SlidingShot: Hashable, Sendable {
  /// What a frame shows.
  package enum Scene: Hashable, Sendable {
    /// The finished output, and the numbers of one position.
    case finished(SlidingPosition)
    /// The kernel alone, turned by some degrees on its way to 180.
    case kernel(degrees: Int)
    /// The window at a position.
    case window(SlidingPosition, SlidingStage)
  }

  /// What is shown.
  package let scene: Scene
  /// How long it is shown, in hundredths of a second.
  package let hundredths: Int
}
