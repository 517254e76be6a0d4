import ArgumentParser
import ConvNet
import FeatureMaps
import ImageCodecs
import ImageFilters

/// The options for rendering feature maps as pictures.
struct MapOptions: ParsableArguments {
  @Option(
    help: """
      The range of colors: each map its own, one of the layer, or from A to B (default: map for \
      activations, layer for filters).
      """)
  var scale: MapScale?
  @Option(help: "Side of the square that a value becomes (default: tiles of about 100 pixels).")
  var zoom: Whole<1, 100>?
  @Option(help: "The colors (default: diverging where values have both signs, else viridis).")
  var colormap: ColorMap?
  @Flag(help: "Also write the numbers as .npy.") var npy = false
  @Flag(help: "Write into a folder that exists already.") var force = false

  /// Creates a renderer from the options.
  ///
  /// - Parameter scale: The scale when the user names none.
  /// - Returns: A renderer with the scale, the zoom and the colors of the options.
  func renderer(_ scale: MapScale) -> MapRenderer {
    MapRenderer(scale: self.scale ?? scale, zoom: zoom?.value, colorMap: colormap)
  }

  /// Requires that a folder holds no maps, unless `--force` is given.
  func requireNew(_ folder: String) throws {
    if !force && FileIdentity(path: "\(folder)/index.json") != nil {
      throw Failure(.cannotCreate, "\(folder): holds maps already: --force replaces them")
    }
  }
}
