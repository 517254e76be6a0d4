import ArgumentParser
import ConvCore
import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs
import ONNX

/// `patches` with a model of another program.
struct GraphPatches {
  let model: GraphModel
  let layer: String?
  let limit: Int?
  let output: String
  let force: Bool
  let preparation: PreparationOptions
  let resources: ResourceOptions

  /// Looks at the pictures of a folder and writes a sheet and a list for each layer.
  func run(_ folder: String?) throws {
    guard let folder else {
      throw Failure(.usage, "patches of an .onnx model need pictures: --data FOLDER")
    }
    let found = try PictureFolder.expanded([folder], without: output).paths
    let files = Array(found.prefix(limit ?? .max))
    let graph = try model.graph(isOpen: false).graph
    let runner = try model.runner(graph)
    let pictures = try model.pictures(
      graph, preparation, arrays: try ArrayOptions.parse([]), isQuiet: true)
    let nodes = try nodes(graph)
    for node in nodes {
      for suffix in ["png", "csv"] {
        try OutputNames.requireNew("\(base(node, runner)).\(suffix)", force: force)
      }
    }
    var heaps: [Int: [StrongestPlaces]] = [:]
    var seen: [Canvas] = []
    var names: [String] = []
    var last: [String: ONNX.Tensor] = [:]
    let progress = ProgressReport(
      "pictures", total: files.count, unit: "pictures", quiet: resources.quiet)
    for path in files {
      let reading = try pictures.read(path)
      last = [pictures.input.input.name: reading.tensor]
      try GraphStore.failing(model.name) {
        _ = try runner.run(last, outputs: []) { node, _, tensor in
          guard nodes.contains(node), tensor.rank == 4, let values = try? tensor.floats() else {
            return
          }
          GraphPatches.offer(values, tensor.shape, image: seen.count, to: &heaps[node, default: []])
        }
      }
      seen.append(Canvas(pixels: reading.sized))
      names.append(FileName.printable(FilePath.name(path)))
      progress.update(seen.count)
    }
    progress.finish()
    if !resources.quiet {
      Messages.note(model.name, "pictures prepared as \(pictures.preparation.description)")
    }
    for node in nodes {
      guard let places = heaps[node]?.map(\.sorted) else { continue }
      try write(node, places, runner, last, seen, names)
    }
  }

  /// The convolutions, or the node that `--layer` names.
  private func nodes(_ graph: Graph) throws -> Set<Int> {
    let nodes = graph.windowNodes
    guard let layer else { return Set(nodes) }
    guard let node = (0..<graph.nodeCount).first(where: { graph.name(ofNode: $0) == layer }) else {
      throw Failure(.usage, "no layer '\(layer)' in the model: summary lists them")
    }
    return [node]
  }

  private func base(_ node: Int, _ runner: GraphRunner) -> String {
    "\(output)/\(MapNames.base(runner.number(of: node), runner.shortNames[node], of: 999))"
  }

  /// Offers the strongest place of each map of a picture.
  private static func offer(
    _ values: [Float], _ shape: [Int], image: Int, to heaps: inout [StrongestPlaces]
  ) {
    if heaps.isEmpty {
      heaps = [StrongestPlaces](
        repeating: StrongestPlaces(capacity: PatchSheet.count), count: shape[1])
    }
    let plane = shape[2] * shape[3]
    for map in 0..<min(shape[1], heaps.count) {
      var best = map * plane
      for place in map * plane..<(map + 1) * plane where values[place] > values[best] {
        best = place
      }
      guard plane > 0, values[best] > 0 else { continue }
      let place = best - map * plane
      heaps[map].offer(
        Excitation(image: image, y: place / shape[3], x: place % shape[3], value: values[best]))
    }
  }

  private func write(
    _ node: Int, _ places: [[Excitation]], _ runner: GraphRunner, _ inputs: [String: ONNX.Tensor],
    _ seen: [Canvas], _ names: [String]
  ) throws {
    let side = seen.reduce(0) { max($0, $1.height, $1.width) }
    let graphField = try GraphStore.failing(model.name) {
      try runner.field(ofNode: node, inputs)
    }
    var field = ReceptiveField(
      height: side, width: side, strideY: 1, strideX: 1, offsetY: 0, offsetX: 0)
    if case .window(let rows, let columns, 2, 3) = graphField {
      field = ReceptiveField(
        height: Int(rows.size), width: Int(columns.size), strideY: max(1, Int(rows.stride)),
        strideX: max(1, Int(columns.stride)), offsetY: Int(rows.lower),
        offsetX: Int(columns.lower))
    }
    let sheet = PatchSheet(
      runner.shortNames[node], field: field, inputSide: side, places: places, images: seen.count
    ) { seen[$0] }.drawn()
    let base = base(node, runner)
    try ModelStore.fill(output) { try sheet.write(to: "\(base).png") }
    let list = PatchList(places, field: field, names: names)
    try ModelStore.write(Array(list.text.utf8), to: "\(base).csv")
  }
}
