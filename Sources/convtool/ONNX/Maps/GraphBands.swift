import ONNX

/// A run in bands of rows, for a photograph whose tensors would need too much memory.
struct GraphBands {
  /// The whole graph.
  let full: Graph
  /// The part of the graph that runs in bands.
  let runner: GraphRunner
  let stream: RowStream
  /// The rows in a band.
  let height: Int
  /// The first node of the whole graph that needs all rows.
  let omitted: Int?

  /// Plans a run; `nil` when the tensors fit into memory as they are.
  init?(
    _ model: GraphModel, _ graph: Graph, _ picture: Tensor, _ resources: ResourceOptions
  ) throws {
    let limit = resources.maxMemory.bytes
    guard picture.shape.count == 4, graph.inputs.count == 1 else { return nil }
    let nodes = graph.rowNodes
    let part = graph.limited(to: nodes)
    full = graph
    runner = try model.runner(part)
    stream = try GraphStore.failing(model.name) { [runner] in
      try RowStream(runner, shape: picture.shape)
    }
    omitted = graph.firstNode(outside: nodes)
    // The largest tensors are an input and an output of one node, with a framed copy.
    guard stream.largestTensor > limit / 8 else { return nil }
    let room = limit / 6
    height = max(8, min(picture.shape[2], room / max(1, stream.bytesPerRow)))
  }
}
