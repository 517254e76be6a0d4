import Foundation
import ImageCodecs
import ONNX

/// A model with inputs and the outputs that are expected.
struct ConformanceCase {
  /// What became of a case.
  enum Outcome {
    case passed
    case refused(String)
    case failed(String)
  }

  static let root = "/usr/share/libonnx-testdata/data"

  let name: String
  private let folder: String

  /// All cases that are installed.
  static var all: [ConformanceCase] {
    let manager = FileManager.default
    return ["node", "pytorch-converted", "pytorch-operator", "simple"].flatMap { group in
      let names = (try? manager.contentsOfDirectory(atPath: "\(root)/\(group)")) ?? []
      return names.sorted().map {
        ConformanceCase(name: "\(group)/\($0)", folder: "\(root)/\(group)/\($0)")
      }.filter { manager.fileExists(atPath: "\($0.folder)/model.onnx") }
    }
  }

  func run() -> Outcome {
    do {
      let source = try RandomAccessBytes(path: "\(folder)/model.onnx", limit: 0)
      let graph = try Graph(try ModelFile(source), folder: folder)
      var inputs: [String: Tensor] = [:]
      for (index, input) in graph.inputs.enumerated() {
        inputs[input.name] = try tensor("input_\(index)")
      }
      let runner = try GraphRunner(graph, RunContext())
      let results = try runner.run(inputs, outputs: graph.outputs)
      for (index, result) in results.enumerated() {
        if let difference = difference(
          result, try tensor("output_\(index)"))
        {
          return .failed("output \(index): \(difference)")
        }
      }
      return .passed
    } catch let error as ONNXError where error.code == .unsupported {
      return .refused(error.description)
    } catch { return .failed("\(error)") }
  }

  private func tensor(_ name: String) throws -> Tensor {
    let path = "\(folder)/test_data_set_0/\(name).pb"
    let file = ModelBytes(try RandomAccessBytes(path: path, limit: 0))
    let tensor = try TensorRecord(WireReader(file, 0..<file.source.count), file)
      .tensor(file, ExternalFiles(folder: nil))
    return tensor
  }

  private func difference(_ result: Tensor, _ expected: Tensor) -> String? {
    guard result.type == expected.type, result.shape == expected.shape else {
      return "\(result.type) \(result.shape) instead of \(expected.type) \(expected.shape)"
    }
    for (a, b) in zip(Casting.doubles(result), Casting.doubles(expected)) {
      let isEqual = a == b || (a.isNaN && b.isNaN) || abs(a - b) <= 1e-5 + 1e-3 * abs(b)
      if !isEqual { return "\(a) instead of \(b)" }
    }
    return nil
  }
}
