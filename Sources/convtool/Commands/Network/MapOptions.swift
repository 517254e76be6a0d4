import ArgumentParser
import ConvNet
import FeatureMaps
import ImageCodecs
import ImageFilters

/// The options for rendering feature maps as pictures.
struct MapOptions: ParsableArguments {
  @Option(
    help: """
      map: each on its own range; layer: one range for all of a layer; A:B: from A to B (default: \
      map for activations, layer for filters).
      """)
  var scale: String?
  @Option(help: "Side of the square that a value becomes (default: tiles of about 100 pixels).")
  var zoom: Int?
  @Option(help: "viridis, gray or diverging.") var colormap: String?
  @Flag(help: "Also write the numbers as .npy.") var npy = false
  @Flag(help: "Write into a folder that exists already.") var force = false

  func validate() throws {
    if let scale, MapScale(scale) == nil {
      throw ValidationError("--scale takes map, layer or A:B, not '\(scale)'")
    }
    if let zoom, !(1...100).contains(zoom) {
      throw ValidationError("--zoom takes 1...100, not \(zoom)")
    }
    if let colormap, ColorMap(rawValue: colormap) == nil {
      let names = ColorMap.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--colormap takes one of \(names), not '\(colormap)'")
    }
  }

  /// Creates a renderer from the options.
  ///
  /// - Parameter scale: The scale when the user names none.
  func renderer(_ scale: MapScale) -> MapRenderer {
    MapRenderer(
      scale: self.scale.flatMap(MapScale.init) ?? scale, zoom: zoom,
      colorMap: colormap.flatMap { ColorMap(rawValue: $0) })
  }

  /// Requires that a folder holds no maps, unless `--force` is given.
  func requireNew(_ folder: String) throws {
    if !force && FileIdentity(path: "\(folder)/index.json") != nil {
      throw Failure(.cannotCreate, "\(folder): holds maps already: --force replaces them")
    }
  }
}
