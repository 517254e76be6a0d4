extension Network {
  /// The table that Keras prints, and the slides show: layer, output shape, parameters.
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

  /// Height, width, channels behind the batch, as Keras orders them; features alone when flat.
  static func kerasShape(_ shape: TensorShape) -> String {
    shape.plane == 1
      ? "(None, \(shape.channels))"
      : "(None, \(shape.height), \(shape.width), \(shape.channels))"
  }

  /// 15794 as `15,794`.
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
  /// ``summary`` for programs.
  public struct LayerTable: Hashable, Sendable, Encodable {
    /// One layer.
    public struct Row: Hashable, Sendable, Encodable {
      /// Its name.
      public let name: String
      /// Its kind, as in `Conv2D`.
      public let type: String
      /// Height, width and channels, or features alone when flat.
      public let outputShape: [Int]
      /// Numbers that are learned.
      public let parameters: Int
    }

    /// The layers, first to last.
    public let layers: [Row]
    /// Numbers that are learned, in all.
    public let parameters: Int
  }

  /// The layers with their output shapes and parameters.
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
