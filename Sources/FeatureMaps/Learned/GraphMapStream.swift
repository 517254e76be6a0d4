internal import ImageCodecs
import ImageFilters
package import ONNX

/// Writes the maps of a photograph that is too large for its tensors to be held.
package struct GraphMapStream {
  private struct Target {
    let label: GraphMapDump.Label
    let shape: (channels: Int, height: Int, width: Int)
    let factor: Int
    var means: MapMeans
    var array: NPYPlaneFile?
  }

  private let stream: RowStream
  private let label: (Int) -> GraphMapDump.Label?
  private let mapLimit: Int
  /// The bytes that the pictures may take until they are drawn.
  private let room: Int

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - stream: The run.
  ///   - mapLimit: The largest number of maps that are drawn for a tensor.
  ///   - room: The bytes that the pictures may take until they are drawn.
  ///   - label: The name for a node's tensor; `nil` for one that is not wanted.
  package init(
    _ stream: RowStream, mapLimit: Int, room: Int,
    label: @escaping (_ node: Int) -> GraphMapDump.Label?
  ) {
    (self.stream, self.mapLimit, self.room, self.label) = (stream, mapLimit, room, label)
  }

  /// Runs over the picture and writes the maps.
  ///
  /// - Parameters:
  ///   - picture: C×H×W values.
  ///   - bandHeight: The rows in a band.
  ///   - folder: The folder for arrays; `nil` without arrays.
  ///   - files: Receives the maps.
  /// - Throws: `ONNXError` of the model; `CodecError` when a file cannot be written.
  package func write(
    _ picture: [Float], bandHeight: Int, arraysTo folder: String?, files: inout GraphMapFiles
  ) throws {
    var targets = try targets(folder, files)
    try stream.run(picture, bandHeight: bandHeight) { rows in
      guard var target = targets.removeValue(forKey: rows.node) else { return }
      let size = rows.rows.count * rows.width
      for map in 0..<min(mapLimit, rows.channels) {
        target.means.add(
          rows.values[map * size..<(map + 1) * size], to: map, rows: rows.rows)
      }
      try target.array?.write(rows.values, rows: rows.rows)
      targets[rows.node] = target
    }
    for node in stream.nodes {
      guard let target = targets[node] else { continue }
      try target.array?.commit()
      let shape = target.shape
      try files.writePictures(
        MapStack(
          means: target.means.stack(target.label.name), reduction: target.factor,
          height: shape.height, width: shape.width), number: target.label.number,
        total: shape.channels,
        array: folder.map { _ in files.name(of: target.label.name, target.label.number) })
    }
  }

  private func targets(_ folder: String?, _ files: GraphMapFiles) throws -> [Int: Target] {
    let wanted = stream.nodes.compactMap { node in
      label(node).flatMap { label in stream.shape(of: node).map { (node, label, $0) } }
    }
    let maps = wanted.reduce(0) { $0 + min(mapLimit, $1.2.channels) }
    let pixels = Double(max(1, room / 4 / max(1, maps)))
    var targets: [Int: Target] = [:]
    for (node, label, shape) in wanted {
      let ratio = Double(shape.height * shape.width) / pixels
      let factor = max(
        1, Int(ratio.squareRoot().rounded(.up)),
        MapStack.reduction(
          height: shape.height, width: shape.width, limit: GraphMapFiles.longestSide))
      var array: NPYPlaneFile?
      if let folder {
        array = try NPYPlaneFile(
          path: "\(folder)/\(files.name(of: label.name, label.number))",
          shape: [shape.channels, shape.height, shape.width])
      }
      targets[node] = Target(
        label: label, shape: shape, factor: factor,
        means: MapMeans(
          count: min(mapLimit, shape.channels), height: shape.height, width: shape.width,
          factor: factor), array: array)
    }
    return targets
  }
}
