/// The colors of an animation.
package enum SlidingPalette: String, Hashable, Sendable, CaseIterable {
  /// Blue, white and red with an orange window: color-blind readers tell them apart.
  case safe
  /// Gray levels only, for print.
  case gray

  /// The frame of the window.
  var window: RGB { self == .safe ? RGB(224, 112, 0) : RGB(33, 33, 33) }

  /// What border cells are tinted with.
  var border: RGB { self == .safe ? RGB(0, 158, 140) : RGB(140, 140, 140) }

  /// The color of the picture's edge.
  var edge: RGB { self == .safe ? RGB(0, 110, 98) : RGB(60, 60, 60) }
}
