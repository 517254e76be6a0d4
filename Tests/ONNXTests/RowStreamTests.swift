import ConvCore
import ConvNet
import Foundation
import ImageCodecs
import ONNX
import Testing

/// Runs in bands of rows.
struct RowStreamTests {
  private let height = 41
  private let width = 23

  private func network() throws -> Network {
    var generator = SplitMix64(seed: 4)
    let first = Conv2D(
      inputChannels: 2, outputChannels: 5, kernelSize: Size2D(3), stride: Stride2D(y: 2, x: 1),
      padding: Size2D(2), dilation: 2, activation: .relu, using: &generator)
    let second = Conv2D(
      inputChannels: 5, outputChannels: 20, kernelSize: Size2D(height: 5, width: 1),
      padding: Size2D(height: 2, width: 0), using: &generator)
    return try Network(
      inputShape: TensorShape(channels: 2, height: height, width: width),
      stages: Network.named([
        first, AvgPool2D(size: Size2D(2), stride: .one), second, MaxPool2D(size: Size2D(3)),
      ]), classNames: [])
  }

  @Test("Bands of any height give the values of a run on the whole picture, each row once")
  func equalsWhole() throws {
    let graph = try Graph.of(try network(), extent: .maps).graph
    let runner = try GraphRunner(graph, RunContext(threads: 2))
    var generator = SplitMix64(seed: 8)
    let values = (0..<2 * height * width).map { _ in generator.unit() - 0.5 }
    let picture = ONNX.Tensor([1, 2, height, width], values)
    var whole: [Int: ONNX.Tensor] = [:]
    _ = try runner.run(["input": picture], outputs: []) { node, _, tensor in whole[node] = tensor }
    for band in [1, 3, 16, 100] {
      let stream = try RowStream(runner, shape: picture.shape)
      #expect(stream.firstOmitted == nil && stream.nodes.count == whole.count)
      var found: [Int: [Float]] = [:]
      var ends: [Int: Int] = [:]
      try stream.run(values, bandHeight: band) { rows in
        let plane = rows.height * rows.width
        var tensor =
          found[rows.node] ?? [Float](repeating: .nan, count: rows.channels * plane)
        #expect(rows.rows.lowerBound == ends[rows.node] ?? 0)
        ends[rows.node] = rows.rows.upperBound
        let count = rows.rows.count * rows.width
        for channel in 0..<rows.channels {
          let to = channel * plane + rows.rows.lowerBound * rows.width
          for k in 0..<count { tensor[to + k] = rows.values[channel * count + k] }
        }
        found[rows.node] = tensor
      }
      for (node, tensor) in whole {
        #expect(try found[node] == tensor.floats(), "node \(node), bands of \(band) rows")
      }
    }
  }

  @Test("Receptive fields follow from the windows")
  func fields() throws {
    let graph = try Graph.of(Network.cnn(seed: 1), extent: .maps).graph
    let runner = try GraphRunner(graph, RunContext())
    let zeros = try graph.zeroInputs(height: 28, width: 28, limit: 1 << 20)
    let last = try #require(try runner.report(zeros).last)
    guard case .window(let rows, let columns, 2, 3) = last.field else {
      Issue.record("no window")
      return
    }
    // Three windows of 3 and one of 2 with stride 2.
    #expect(rows == columns && rows.size == 8 && rows.stride == 2 && rows.lower == 0)
  }
}
