extension Network {
  /// The table of layers in the format of Keras and the slides: layer, output shape, parameters.
  public var summary: String {
    var rows = [["Layer (type)", "Output Shape", "Param #"]]
    for (stage, shape) in zip(stages, shapes.dropFirst()) {
      rows.append([
        "\(stage.name) (\(stage.layer.kind))", Network.kerasShape(shape),
        Network.grouped(stage.layer.parameterCount),
      ])
    }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return cells.joined(separator: "   ").trimmingTrailingSpaces
    }
    let rule = widths.reduce(6, +)
    return
      ([line(rows[0]), String(repeating: "=", count: rule)] + rows.dropFirst().map(line) + [
        String(repeating: "=", count: rule),
        "Total params: \(Network.grouped(parameterCount))",
      ]).joined(separator: "\n")
  }

  /// Formats a shape as Keras does.
  ///
  /// Batch, height, width, channels; only batch and features after flattening.
  static func kerasShape(_ shape: TensorShape) -> String {
    shape.plane == 1
      ? "(None, \(shape.channels))"
      : "(None, \(shape.height), \(shape.width), \(shape.channels))"
  }

  /// Formats a number with thousands separators: 15794 becomes `15,794`.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.enumerated().reduce("") { text, item in
      let rest = digits.count - item.offset
      return text + (rest % 3 == 0 && item.offset > 0 ? "," : "") + String(item.element)
    }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension Network {
  /// The content of ``summary`` as values, for JSON output.
  public struct LayerTable: Hashable, Sendable, Encodable {
    /// One row of the table: a layer.
    public struct Row: Hashable, Sendable, Encodable {
      /// The name of the layer.
      public let name: String
      /// The kind of the layer, for example `Conv2D`.
      public let type: String
      /// The output shape: height, width and channels; only features after flattening.
      public let outputShape: [Int]
      /// The number of learned values of the layer.
      public let parameters: Int
    }

    /// The layers, from first to last.
    public let layers: [Row]
    /// The number of learned values of the whole network.
    public let parameters: Int
  }

  /// The table of layers with their output shapes and numbers of parameters.
  public var layerTable: LayerTable {
    LayerTable(
      layers: zip(stages, shapes.dropFirst()).map { stage, shape in
        LayerTable.Row(
          name: stage.name, type: stage.layer.kind,
          outputShape: shape.plane == 1
            ? [shape.channels] : [shape.height, shape.width, shape.channels],
          parameters: stage.layer.parameterCount)
      }, parameters: parameterCount)
  }
}
