import ConvCore
import enum ConvNet.ConvolutionAlgorithm
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
    let measured = try GraphStore.named(model) { () throws(ONNXError) -> [Double]? in
      let limit = resources.maxMemory.bytes
      let inputs = try runner.graph.randomInputs(limit: limit)
      let outputs = runner.graph.outputs
      // Before anything is measured: both ways of summing have to agree.
      let exact = try runner.run(inputs, outputs: outputs)
      guard agree(try runner.run(inputs, outputs: outputs, algorithm: .winograd), exact) else {
        return nil
      }
      var seconds: [Double] = []
      for _ in 0...15 {
        let start = ContinuousClock.now
        _ = try runner.run(inputs, outputs: outputs, algorithm: .winograd)
        let time = (ContinuousClock.now - start).components
        seconds.append(Double(time.seconds) + Double(time.attoseconds) * 1e-18)
      }
      return Array(seconds.dropFirst())
    }
    guard let seconds = measured else {
      throw Failure(.internalError, "bench infer: Winograd's products give other outputs")
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

  /// Whether outputs are equal up to rounding; values that are no floats have to be equal.
  private func agree(_ found: [Tensor], _ exact: [Tensor]) -> Bool {
    zip(found, exact).allSatisfy { found, exact in
      guard let a = try? found.floats(), let b = try? exact.floats() else { return found == exact }
      let largest = b.reduce(0) { max($0, abs($1)) }
      return zip(a, b).allSatisfy { abs($0 - $1) <= 1e-4 * largest || $0.isNaN && $1.isNaN }
    }
  }
}
