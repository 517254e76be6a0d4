import ConvCore
import Foundation
import ImageCodecs
import ONNX

/// `bench infer` with an ONNX model: how long one picture takes.
struct GraphBench {
  let model: String
  let json: Bool
  let resources: ResourceOptions

  /// The JSON row.
  private struct Record: Encodable {
    let name: String
    let batch = 1
    let threads: Int
    let isa = Engine.preferred.name
    @JSONNumber var usPerImage: Double
  }

  /// Measures and prints a row.
  func run() throws {
    let runner = try GraphStore.runner(model, resources)
    let seconds = try GraphStore.named(model) { () throws(ONNXError) in
      let limit = resources.maxMemory.bytes
      let inputs = try runner.graph.randomInputs(limit: limit)
      var seconds: [Double] = []
      for _ in 0...15 {
        let start = ContinuousClock.now
        _ = try runner.run(inputs, outputs: runner.graph.outputs)
        let time = (ContinuousClock.now - start).components
        seconds.append(Double(time.seconds) + Double(time.attoseconds) * 1e-18)
      }
      return Array(seconds.dropFirst())
    }
    let median = Measurement.median(seconds)
    let name = FilePath.stem(model)
    if json {
      let record = Record(
        name: name, threads: resources.threadCount, usPerImage: (median * 1e8).rounded() / 100)
      return print(try JSONOutput.text(record))
    }
    print(
      "\(name): \(String(format: "%.2f", median * 1e3)) ms an image (\(Engine.preferred.name), "
        + "\(resources.threadCount) threads)")
  }
}
