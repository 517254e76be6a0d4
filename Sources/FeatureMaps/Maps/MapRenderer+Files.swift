import Foundation
public import ImageCodecs
import ImageFilters

extension MapRenderer {
  /// Writes a layer's maps as pictures.
  ///
  /// The files are `01-conv2d_1.png` (the sheet), `01-conv2d_1/00.png` … (the maps), and with
  /// `array` also `01-conv2d_1.npy` (C×H×W float32). The folder is created if necessary. Characters
  /// of the layer's name that do not suit a file name become `_`.
  ///
  /// - Parameters:
  ///   - stack: The maps of the layer.
  ///   - number: The layer's position in the network, the first part of the file names.
  ///   - count: The largest position.
  ///   - folder: The folder for the files.
  ///   - array: Whether to write the values as a NumPy array too.
  /// - Returns: The layer's entry for ``writeIndex(_:to:)``.
  /// - Throws: `CodecError`; the message names the file inside the folder.
  public func write(
    _ stack: MapStack, number: Int, of count: Int = 99, to folder: String, array: Bool = false
  ) throws(CodecError) -> MapIndexEntry {
    let tiles = tiles(of: stack)
    let files = try write(
      tiles, names: (0..<stack.count).map { MapNames.padded($0, below: stack.count) },
      sheet: sheet(of: stack, tiles: tiles), base: MapNames.base(number, stack.name, of: count),
      to: folder, array: array ? (stack.values, [stack.count, stack.height, stack.width]) : nil)
    return entry(stack, tiles, zoom: effectiveZoom(of: stack), files)
  }

  /// Writes a layer's weights as pictures.
  ///
  /// The files are the sheet, one picture for each kernel, `00-00.png` (unit, input) or `00.png`
  /// for a single input, and with `array` the values as O×I×kH×kW float32. Kernels are shown in
  /// correlation orientation, as the layer applies the weights; the entry says so.
  ///
  /// - Parameters:
  ///   - weights: The weights of the layer.
  ///   - number: The layer's position in the network, the first part of the file names.
  ///   - folder: The folder for the files.
  ///   - array: Whether to write the values as a NumPy array too.
  /// - Returns: The layer's entry for ``writeIndex(_:to:)``.
  /// - Throws: `CodecError`; the message names the file inside the folder.
  public func write(
    _ weights: WeightStack, number: Int, to folder: String, array: Bool = false
  ) throws(CodecError) -> MapIndexEntry {
    let renderer = forWeights
    let zoom = renderer.weightZoom(of: weights)
    let tiles = renderer.tiles(of: weights.maps, zoom: zoom)
    let files = try write(
      tiles, names: MapNames.kernels(weights), sheet: renderer.sheet(of: weights, tiles: tiles),
      base: MapNames.base(number, weights.name), to: folder,
      array: array ? (weights.values, weights.shape) : nil)
    var entry = renderer.entry(weights.maps, tiles, zoom: zoom, files)
    entry.orientation = "correlation"
    return entry
  }

  private func write(
    _ tiles: [MapTile], names: [String], sheet: Canvas, base: String, to path: String,
    array: (values: [Float], shape: [Int])?
  ) throws(CodecError) -> [String] {
    let folder = try MapFolder(path)
    try folder.createFolder(base)
    try folder.write(sheet, as: "\(base).png")
    var files = ["\(base).png"]
    for (tile, name) in zip(tiles, names) {
      files.append("\(base)/\(name).png")
      try folder.write(tile.picture, as: "\(base)/\(name).png")
    }
    if let array {
      files.append("\(base).npy")
      try folder.write(array.values, shape: array.shape, as: "\(base).npy")
    }
    return files
  }

  private func entry(
    _ stack: MapStack, _ tiles: [MapTile], zoom: Int, _ files: [String]
  ) -> MapIndexEntry {
    func numbers(_ content: MapContent) -> [Int] {
      tiles.indices.filter { tiles[$0].content == content }
    }
    var entry = MapIndexEntry(
      name: stack.name, maps: stack.count, height: stack.height, width: stack.width,
      scale: scale.description, colormap: effectiveColorMap.rawValue, zoom: zoom,
      ranges: tiles.map { [$0.range.lower, $0.range.upper] }, dead: numbers(.dead),
      flat: numbers(.flat), notFinite: numbers(.notFinite), files: files)
    if stack.reduction > 1 { entry.reduction = stack.reduction }
    return entry
  }
}
