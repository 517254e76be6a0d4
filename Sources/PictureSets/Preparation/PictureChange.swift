/// A random change of pictures, by its name.
package enum PictureChange: String, Sendable, CaseIterable {
  /// Left and right exchanged, for half of the pictures.
  case flip
  /// A part of 75 to 100 % of each side, anywhere, scaled to the whole size.
  case crop
  /// Moved by up to an eighth of each side; the edge pixels fill what is uncovered.
  case shift
  /// Brightness times 0.75 to 1.25, clipped to 0…255.
  case brightness
  /// train-mnist's small shifts, turns, scales and shears, with black around the picture.
  case pose
  /// Each pixel displaced smoothly at random, by up to a fourteenth of each side; the edge pixels
  /// fill what is uncovered.
  case elastic
}
