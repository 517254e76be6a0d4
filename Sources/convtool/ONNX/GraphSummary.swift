import ConvCore
import Foundation
import ONNX

/// The table of a model's nodes: output shapes, parameters, multiply-adds, receptive fields.
struct GraphSummary: Encodable {
  /// The part of the picture that a value depends on.
  struct Field: Encodable {
    let height: Int
    let width: Int
    let strideY: Double
    let strideX: Double
    let offsetY: Double
    let offsetX: Double

    /// `nil` for the whole picture, and for what depends on none.
    init?(_ field: GraphField) {
      guard case .window(let rows, let columns, _, _) = field else { return nil }
      (height, width) = (Int(rows.size.rounded(.up)), Int(columns.size.rounded(.up)))
      (strideY, strideX) = (rows.stride, columns.stride)
      (offsetY, offsetX) = (rows.lower, columns.lower)
    }

    var text: String {
      func number(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : String(format: "%.3g", value)
      }
      let step = strideY == strideX ? number(strideY) : "\(number(strideY))x\(number(strideX))"
      return "\(height)x\(width) / \(step)"
    }
  }

  /// One row of the table.
  struct Row: Encodable {
    let name: String
    let type: String
    let outputShape: [Int]
    let parameters: Int
    let multiplyAdds: Int
    /// `nil` for the whole picture.
    let receptiveField: Field?
  }

  let layers: [Row]
  let parameters: Int
  let multiplyAdds: Int
  /// The layers that do not take this size.
  private(set) var leftOut: [String] = []

  /// Runs a model on zeros and reads the shapes.
  ///
  /// - Parameters:
  ///   - runner: Runs the graph.
  ///   - size: The height and width where the model leaves them open.
  ///   - isOpen: Whether the model leaves its size open; nodes that refuse the size are then left
  ///     out.
  ///   - limit: The most bytes that the inputs may take.
  /// - Throws: `ONNXError` when an input has no shape or is over the limit, or when a node fails.
  init(
    _ runner: GraphRunner, size: Size2D, isOpen: Bool, limit: Int
  ) throws(ONNXError) {
    let zeros = try runner.graph.zeroInputs(
      height: size.height, width: size.width, limit: limit)
    var omitted: [String] = []
    let reports = try runner.report(
      zeros, refused: isOpen ? { node, _ in omitted.append(runner.shortNames[node]) } : nil)
    leftOut = omitted
    layers = reports.map {
      Row(
        name: $0.name, type: $0.type, outputShape: $0.shape, parameters: $0.parameters,
        multiplyAdds: $0.products, receptiveField: Field($0.field))
    }
    parameters = layers.reduce(0) { $0 + $1.parameters }
    multiplyAdds = layers.reduce(0) { $0 + $1.multiplyAdds }
  }

  /// The table as text.
  var text: String {
    var rows = [
      ["Layer (type)", "Output Shape", "Param #", "Multiply-Adds", "Receptive Field / Stride"]
    ]
    for layer in layers {
      rows.append([
        "\(layer.name) (\(layer.type))",
        "(\(layer.outputShape.map(String.init).joined(separator: ", ")))",
        TextTable.grouped(layer.parameters), TextTable.grouped(layer.multiplyAdds),
        layer.receptiveField?.text ?? "all",
      ])
    }
    return TextTable.ruled(
      rows,
      [
        "Total params: \(TextTable.grouped(parameters))",
        "Total multiply-adds: \(TextTable.grouped(multiplyAdds))",
      ])
  }
}
