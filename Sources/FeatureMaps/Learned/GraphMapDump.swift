internal import ImageCodecs
import ImageFilters
package import ONNX

/// The maps of a model of another program as files.
package struct GraphMapDump {
  /// The folder to write to.
  package let folder: String
  /// Draws the maps; whether they are signed follows from their values.
  package let renderer: MapRenderer
  /// Whether each tensor is also written as NPY, all of its maps: C×H×W float32.
  package let arrays: Bool
  /// The largest number of maps that are drawn for a tensor.
  package let mapLimit: Int
  /// Which tensors are written, by their names.
  package let isWanted: (String) -> Bool

  /// Creates a dump.
  package init(
    folder: String, renderer: MapRenderer, arrays: Bool, mapLimit: Int,
    isWanted: @escaping (String) -> Bool
  ) {
    (self.folder, self.renderer, self.arrays) = (folder, renderer, arrays)
    (self.mapLimit, self.isWanted) = (mapLimit, isWanted)
  }

  /// Runs a model and writes the maps of every float tensor of three or four dimensions, and
  /// `index.json`, into a folder that exists.
  ///
  /// - Returns: The number of tensors written, and of those whose maps were not all drawn.
  /// - Throws: `ONNXError` of the model; `CodecError` when a file cannot be written.
  package func write(
    _ runner: GraphRunner, _ inputs: [String: Tensor]
  ) throws -> (written: Int, shortened: Int) {
    var entries: [MapIndexEntry] = []
    var shortened = 0
    var failure: CodecError?
    _ = try runner.run(inputs, outputs: []) { node, _, tensor in
      let name = runner.shortNames[node]
      guard failure == nil, isWanted(name), tensor.type == .float, [3, 4].contains(tensor.rank),
        tensor.count > 0, let values = try? tensor.floats()
      else { return }
      // The first image of a batch.
      let sides = Array(tensor.shape.suffix(3))
      let stack = MapStack(
        name: name, count: sides[0], height: sides[1], width: sides[2],
        values: Array(values.prefix(sides.reduce(1, *))))
      do throws(CodecError) {
        entries.append(try write(stack, number: runner.number(of: node), of: runner.computedCount))
        if stack.count > mapLimit { shortened += 1 }
      } catch { failure = error }
    }
    if let failure { throw failure }
    try MapRenderer.writeIndex(entries, to: folder)
    return (entries.count, shortened)
  }

  private func write(
    _ stack: MapStack, number: Int, of count: Int
  ) throws(CodecError) -> MapIndexEntry {
    var renderer = renderer
    renderer.isSigned = stack.values.contains { $0 < 0 }
    let drawn = stack.first(mapLimit)
    var entry = try renderer.write(
      drawn, number: number, of: max(count, 999), to: folder)
    if arrays {
      let name = "\(MapNames.base(number, stack.name, of: max(count, 999))).npy"
      try NPYArray.write(
        stack.values, shape: [stack.count, stack.height, stack.width], to: "\(folder)/\(name)")
      entry.files.append(name)
    }
    return entry
  }
}

extension MapStack {
  /// The first maps; their number is said in the name.
  fileprivate func first(_ limit: Int) -> MapStack {
    guard count > limit else { return self }
    return MapStack(
      name: name, count: limit, height: height, width: width,
      values: Array(values.prefix(limit * height * width)))
  }
}
