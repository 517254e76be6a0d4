/// What there is to see in a map.
enum MapContent: String, Hashable, Sendable {
  /// Different values, or a single pixel.
  case varied
  /// Zero everywhere: the unit does not answer.
  case dead
  /// One value everywhere, but not zero.
  case flat
  /// Not one finite number.
  case notFinite = "NaN"
}
