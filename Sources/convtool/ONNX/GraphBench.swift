import ConvCore
import enum ConvNet.ConvolutionAlgorithm
import Foundation
import ImageCodecs
import ONNX

/// `bench infer` with an ONNX model: how long one picture takes.
struct GraphBench {
  let model: String
  let json: Bool
  /// The most memory to plan for, in bytes.
  let memory: Int

  /// The JSON row.
  private struct Record: Encodable {
    let name: String
    let batch = 1
    let threads: Int
    let isa = Engine.preferred.name
    @JSONNumber var usPerImage: Double
  }

  /// Measures and prints a row for each number of threads.
  func run(_ threadCounts: [Int]) throws {
    var first: (threads: Int, seconds: Double)?
    for threads in threadCounts {
      let seconds = try median(threads)
      print(try line(seconds, threads, first))
      first = first ?? (threads, seconds)
    }
  }

  private func median(_ threads: Int) throws -> Double {
    let runner = try GraphStore.runner(model, threads: threads, memory: memory)
    let measured = try GraphStore.named(model) { () throws(ONNXError) -> [Double]? in
      let inputs = try runner.graph.randomInputs(limit: memory)
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
        seconds.append(Measurement.seconds(since: start))
      }
      return Array(seconds.dropFirst())
    }
    guard let seconds = measured else {
      throw Failure(.internalError, "bench infer: Winograd's products give other outputs")
    }
    return Measurement.median(seconds)
  }

  private func line(
    _ seconds: Double, _ threads: Int, _ first: (threads: Int, seconds: Double)?
  ) throws -> String {
    let name = FilePath.stem(model)
    if json {
      return try JSONOutput.text(
        Record(name: name, threads: threads, usPerImage: (seconds * 1e8).rounded() / 100))
    }
    return "\(name): \(String(format: "%.2f", seconds * 1e3)) ms an image "
      + "(\(Engine.preferred.name), \(threads) threads)"
      + BenchThreadOptions.scaling(seconds, first: first)
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
