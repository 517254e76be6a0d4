import Foundation
import ImageCodecs

/// What `index.json` says of one layer's pictures.
public struct MapIndexEntry: Hashable, Sendable, Codable {
  /// The layer.
  public var name: String
  /// Number of maps, or of kernels.
  public var maps: Int
  /// Rows of a map in values.
  public var height: Int
  /// Columns of a map in values.
  public var width: Int
  /// `map`, `layer` or `A:B`.
  public var scale: String
  /// The colour map's name.
  public var colormap: String
  /// Pixels of a value's square.
  public var zoom: Int
  /// For each map the values of the first and the last colour.
  public var ranges: [[Float]]
  /// The maps that are zero everywhere.
  public var dead: [Int]
  /// The maps that have one value everywhere, but not zero.
  public var flat: [Int]
  /// The maps without a finite number.
  public var notFinite: [Int]
  /// `correlation` for weights, which are shown as the layer applies them; absent for maps.
  public var orientation: String?
  /// The files from the folder's root: the sheet, the maps in order, the array if there is one.
  public var files: [String]
}
