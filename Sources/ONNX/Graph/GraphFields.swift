/// The receptive fields of all values of a graph, by interval arithmetic from the input on.
///
/// A value that is reached on several paths has the union of their intervals.
struct GraphFields {
  private var fields: [Int: GraphField] = [:]
  private let shapes: [Int: [Int]]

  /// Computes the fields.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - shapes: The shapes of its values for one picture.
  ///   - rowAxis: The dimension of its input that holds the rows.
  ///   - columnAxis: The dimension of its input that holds the columns.
  init(_ graph: Graph, shapes: [Int: [Int]], rowAxis: Int = 2, columnAxis: Int = 3) {
    self.shapes = shapes
    for input in graph.inputs {
      guard let number = graph.numbers[input.name] else { continue }
      fields[number] =
        shapes[number]?.count == 4
        ? .window(rows: .place, columns: .place, rowAxis: rowAxis, columnAxis: columnAxis) : .whole
    }
    for node in graph.nodes {
      let field = field(behind: node)
      for output in node.outputs.compactMap(\.self) { fields[output] = field }
    }
  }

  /// The field of a value; `none` for a constant.
  subscript(_ value: Int) -> GraphField { fields[value] ?? .none }

  private func field(behind node: GraphNode) -> GraphField {
    let inputs = node.inputs.compactMap(\.self)
    let source = inputs.reduce(GraphField.none) { $0.union(self[$1]) }
    guard case .window(let rows, let columns, let y, let x) = source else { return source }
    guard let before = inputs.first.flatMap({ shapes[$0] }),
      let after = node.outputs.first.flatMap(\.self).flatMap({ shapes[$0] })
    else { return .whole }
    switch node.operation {
    case let operation as any Windowed:
      guard y == 2, x == 3, before.count == 4, after.count == 4 else { return .whole }
      let weights = inputs.count > 1 ? shapes[inputs[1]].map { Array($0.dropFirst(2)) } ?? [] : []
      let size = operation.geometry.size.isEmpty ? weights : operation.geometry.size
      guard let axes = try? operation.geometry.axes(Array(before[2...]), size: size) else {
        return .whole
      }
      return .window(
        rows: rows.windowed(axes[0]), columns: columns.windowed(axes[1]), rowAxis: y, columnAxis: x)
    case is ResizeOperation:
      guard before.count == after.count, after[y] > 0, after[x] > 0 else { return .whole }
      return .window(
        rows: GraphFields.scaled(rows, before[y], after[y]),
        columns: GraphFields.scaled(columns, before[x], after[x]), rowAxis: y, columnAxis: x)
    case let operation as LayoutOperations.Transposition:
      let order = operation.order ?? Array(before.indices.reversed())
      guard let row = order.firstIndex(of: y), let column = order.firstIndex(of: x) else {
        return .whole
      }
      return .window(rows: rows, columns: columns, rowAxis: row, columnAxis: column)
    default: return pointwise(node, source, before, after)
    }
  }

  /// The field of operators that keep rows and columns where they are; of others, all.
  private func pointwise(
    _ node: GraphNode, _ source: GraphField, _ before: [Int], _ after: [Int]
  ) -> GraphField {
    guard case .window(let rows, let columns, let y, let x) = source else { return source }
    switch node.type {
    case "Reshape":
      // Channels in groups: rows and columns stay the last dimensions.
      guard y == before.count - 2, x == before.count - 1, after.suffix(2) == before.suffix(2),
        after.count >= 2
      else { return .whole }
      return .window(
        rows: rows, columns: columns, rowAxis: after.count - 2, columnAxis: after.count - 1)
    case "MatMul", "Gemm", "LayerNormalization":
      // Products along the channels, where these come last.
      guard y == 1, x == 2, after.count == 4, node.type != "Gemm" else { return .whole }
      return source
    case "Slice", "Gather", "Pad", "Concat", "Split":
      guard after.count == before.count, after[y] == before[y], after[x] == before[x] else {
        return .whole
      }
      return source
    case let type where type.hasPrefix("Reduce") || type.hasPrefix("Global") || type == "Flatten":
      guard type.hasPrefix("Reduce"), after.count == before.count, after[y] == before[y],
        after[x] == before[x]
      else { return .whole }
      return source
    case "Softmax", "LogSoftmax", "InstanceNormalization", "GroupNormalization",
      "MeanVarianceNormalization", "TopK", "CumSum", "Einsum":
      return .whole
    default:
      guard after.count > max(y, x), before.count > max(y, x) else { return .whole }
      return after[y] == before[y] && after[x] == before[x] || inputsAreSmaller(node, after, y, x)
        ? source : .whole
    }
  }

  /// Whether an operand of one element a channel was repeated to the size of the other.
  private func inputsAreSmaller(_ node: GraphNode, _ after: [Int], _ y: Int, _ x: Int) -> Bool {
    node.inputs.compactMap(\.self).contains {
      shapes[$0]?.count == after.count && shapes[$0] == after
    }
  }

  private static func scaled(_ field: FieldInterval, _ before: Int, _ after: Int) -> FieldInterval {
    guard before != after else { return field }
    let scale = Double(before) / Double(after)
    // A value lies between two, or on the nearest one.
    let reach = scale < 1 ? field.stride * (1 - scale) : field.stride * (scale - 1)
    return FieldInterval(
      lower: scale < 1 ? field.lower - reach : field.lower, upper: field.upper + reach,
      stride: field.stride * scale)
  }
}
