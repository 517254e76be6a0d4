import Foundation
import ImageCodecs

/// The description of one layer's pictures in `index.json`.
public struct MapIndexEntry: Hashable, Sendable, Codable {
  /// The name of the layer.
  public var name: String
  /// The number of maps or kernels.
  public var maps: Int
  /// The number of rows of a map, in values.
  public var height: Int
  /// The number of columns of a map, in values.
  public var width: Int
  /// The scale: `map`, `layer` or `A:B`.
  public var scale: String
  /// The name of the color map.
  public var colormap: String
  /// The side of the square for one value, in pixels.
  public var zoom: Int
  /// For each map, the values of the first and the last color.
  public var ranges: [[Float]]
  /// The indices of the maps that are zero everywhere.
  public var dead: [Int]
  /// The indices of the maps that have the same nonzero value everywhere.
  public var flat: [Int]
  /// The indices of the maps without a finite value.
  public var notFinite: [Int]
  /// The side of the square of values that became a pixel, their mean; `nil` for 1.
  public var reduction: Int?
  /// The orientation of weights, `correlation`: as the layer applies the weights.
  ///
  /// `nil` for maps.
  public var orientation: String?
  /// The files relative to the folder: the sheet, the maps in order, and the array if there is one.
  public var files: [String]
}
