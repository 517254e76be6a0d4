import ConvCore
import Foundation
import ONNX

/// The table of an ONNX model's nodes: output shapes, parameters, multiply-adds.
struct GraphSummary: Encodable {
  /// One row of the table.
  struct Row: Encodable {
    let name: String
    let type: String
    let outputShape: [Int]
    let parameters: Int
    let multiplyAdds: Int
  }

  let layers: [Row]
  let parameters: Int
  let multiplyAdds: Int

  /// Runs a model on zeros and reads the shapes.
  ///
  /// - Parameter size: The height and width where the model leaves them open.
  init(
    _ runner: GraphRunner, size: Size2D, limit: Int
  ) throws(ONNXError) {
    let zeros = try runner.graph.zeroInputs(
      height: size.height, width: size.width, limit: limit)
    let reports = try runner.report(zeros)
    layers = reports.map {
      Row(
        name: $0.name, type: $0.type, outputShape: $0.shape, parameters: $0.parameters,
        multiplyAdds: $0.products)
    }
    parameters = layers.reduce(0) { $0 + $1.parameters }
    multiplyAdds = layers.reduce(0) { $0 + $1.multiplyAdds }
  }

  /// The table as text.
  var text: String {
    var rows = [["Layer (type)", "Output Shape", "Param #", "Multiply-Adds"]]
    for layer in layers {
      rows.append([
        "\(layer.name) (\(layer.type))",
        "(\(layer.outputShape.map(String.init).joined(separator: ", ")))",
        GraphSummary.grouped(layer.parameters), GraphSummary.grouped(layer.multiplyAdds),
      ])
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "   ").trimmingSuffix(" ")
    }
    let rule = String(repeating: "=", count: widths.reduce(9, +))
    return
      ([lines[0], rule] + lines.dropFirst() + [
        rule, "Total params: \(GraphSummary.grouped(parameters))",
        "Total multiply-adds: \(GraphSummary.grouped(multiplyAdds))",
      ]).joined(separator: "\n")
  }

  private static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.enumerated().reduce("") { text, item in
      let rest = digits.count - item.offset
      return text + (rest % 3 == 0 && item.offset > 0 ? "," : "") + String(item.element)
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}
