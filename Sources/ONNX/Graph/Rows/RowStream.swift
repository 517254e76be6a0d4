/// Runs a graph over a large picture in bands of rows, so that no tensor is needed as a whole.
///
/// Every node computes the rows that the rows of its inputs suffice for, and keeps those of its
/// inputs that later rows read. Each row is computed once, with the sums of a run on the whole
/// picture. Nodes that need all rows, and what depends on them, are left out.
package final class RowStream {
  /// Some rows of a tensor, as they are computed.
  package struct Rows: Sendable {
    /// The node that computed them.
    package let node: Int
    /// The channels, the height and the width of the whole tensor.
    package let channels: Int
    package let height: Int
    package let width: Int
    /// The rows.
    package let rows: Range<Int>
    /// Channels × rows × width values.
    package let values: [Float]
  }

  private let runner: GraphRunner
  private var steps: [RowStep] = []
  private var bands: [Int: RowBand] = [:]
  private let input: Int
  /// The nodes that compute rows, in their order.
  package var nodes: [Int] { steps.map(\.node) }
  /// The first node that needs all rows; `nil` when none does.
  package private(set) var firstOmitted: Int?

  /// Plans a run.
  ///
  /// - Parameters:
  ///   - runner: Computes the nodes.
  ///   - shape: The shape of the input, 1×C×H×W.
  /// - Throws: ``ONNXError`` with `unsupported` when the graph has no input, or the shape is not
  ///   that of one picture.
  package init(_ runner: GraphRunner, shape: [Int]) throws(ONNXError) {
    self.runner = runner
    guard let name = runner.graph.inputs.first?.name, let number = runner.graph.numbers[name],
      shape.count == 4, shape[0] == 1
    else { throw ONNXError(.unsupported, "bands are of one picture") }
    input = number
    bands[number] = RowBand(channels: shape[1], height: shape[2], width: shape[3])
    for (index, node) in runner.graph.nodes.enumerated() where !runner.isFolded[index] {
      let streamed = node.inputs.compactMap(\.self).filter { runner.constantShapes[$0] == nil }
      guard streamed.allSatisfy({ bands[$0] != nil }), let output = node.outputs[0],
        let step = RowStep(
          runner, index, inputs: streamed, bands: streamed.compactMap { bands[$0] })
      else {
        if firstOmitted == nil { firstOmitted = index }
        continue
      }
      steps.append(step)
      bands[output] = step.result
    }
  }

  /// The channels, height and width of what a node computes.
  package func shape(of node: Int) -> (channels: Int, height: Int, width: Int)? {
    guard let step = steps.first(where: { $0.node == node }) else { return nil }
    return (step.result.channels, step.result.height, step.result.width)
  }

  /// The bytes that a row of the input makes in all tensors, about.
  package var bytesPerRow: Int {
    let height = Double(max(1, bands[input]?.height ?? 1))
    return Int(
      bands.values.reduce(0.0) { sum, band in
        sum + Double(band.channels * band.width * 4) * Double(band.height) / height
      })
  }

  /// The bytes of the largest tensor.
  package var largestTensor: Int {
    bands.values.reduce(0) { max($0, $1.channels * $1.height * $1.width * 4) }
  }

  /// Runs over all rows.
  ///
  /// - Parameters:
  ///   - picture: C×H×W values.
  ///   - height: The rows of the input in a band.
  ///   - observe: Receives the rows of each tensor, from the first to the last.
  /// - Throws: ``ONNXError`` with the name of the node that failed, and errors of `observe`.
  package func run(
    _ picture: [Float], bandHeight height: Int, observe: (Rows) throws -> Void
  ) throws {
    guard var source = bands[input] else { return }
    for first in stride(from: 0, to: source.height, by: height) {
      let rows = first..<min(source.height, first + height)
      source = bands[input] ?? source
      source.append(source.cut(picture, rows), rows.count)
      bands[input] = source
      for index in steps.indices { try advance(index, observe) }
      trim()
    }
  }

  /// Computes the rows of a node that its inputs suffice for.
  private func advance(_ index: Int, _ observe: (Rows) throws -> Void) throws {
    let step = steps[index]
    guard let output = runner.graph.nodes[step.node].outputs[0], var result = bands[output]
    else { return }
    let end = step.reachable(step.inputs.map { bands[$0]?.end ?? 0 })
    guard end > result.end else { return }
    let rows = result.end..<end
    let values = try step.compute(rows, runner) { value, needed in
      self.bands[value]?.tensor(needed)
    }
    result.append(values, rows.count)
    bands[output] = result
    try observe(
      Rows(
        node: step.node, channels: result.channels, height: result.height, width: result.width,
        rows: rows, values: values))
  }

  /// Forgets rows that no later row reads.
  private func trim() {
    var needed: [Int: Int] = [:]
    for step in steps {
      guard let output = runner.graph.nodes[step.node].outputs[0] else { continue }
      let next = step.firstNeeded(for: bands[output]?.end ?? 0)
      for value in step.inputs { needed[value] = min(needed[value] ?? .max, next) }
    }
    for value in bands.keys { bands[value]?.drop(before: needed[value] ?? .max) }
  }
}
