/// The kind of content of a map.
package enum MapContent: String, Hashable, Sendable {
  /// The map has different values, or only one pixel.
  case varied
  /// The map is zero everywhere: the unit does not respond.
  case dead
  /// The map has the same nonzero value everywhere.
  case flat
  /// The map has no finite value.
  case notFinite = "NaN"
}
