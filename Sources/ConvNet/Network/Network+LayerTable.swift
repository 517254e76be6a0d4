import ConvCore

extension Network {
  /// The content of ``summary`` as values, for JSON output.
  public struct LayerTable: Hashable, Sendable, Encodable {
    /// The part of the input that a value of a layer depends on; rows before columns.
    public struct Field: Hashable, Sendable, Encodable {
      /// Its height and width.
      public let size: [Int]
      /// The pixels from the field of a value to that of its neighbor.
      public let stride: [Int]
      /// The first row and column of the first value's field, negative in the padding.
      public let offset: [Int]
    }

    /// One row of the table: a layer.
    public struct Row: Hashable, Sendable, Encodable {
      /// The name of the layer.
      public let name: String
      /// The kind of the layer, for example `Conv2D`.
      public let type: String
      /// The output shape: height, width and channels; only features after flattening.
      public let outputShape: [Int]
      /// The number of values of the layer's parameters.
      public let parameters: Int
      /// The layers that it reads; only in networks that are no sequence.
      public var inputs: [String]?
      /// The products of a picture; only in a table with details.
      public var multiplyAdds: Int?
      /// The receptive field, unless it is the whole input; only in a table with details.
      public var receptiveField: Field?
    }

    /// The layers, from first to last.
    public let layers: [Row]
    /// The number of values of the parameters of the whole network.
    public let parameters: Int
    /// The products of a picture; only in a table with details.
    public var multiplyAdds: Int?
  }

  /// The table of layers with their output shapes and numbers of parameters.
  public var layerTable: LayerTable { table(details: false) }

  /// Makes the table of layers, as data.
  ///
  /// - Parameter details: Whether it has the multiply-adds and the receptive fields.
  /// - Returns: A row for each layer, and the number of parameters of all of them.
  public func table(details: Bool) -> LayerTable {
    let fields = knownFields
    var rows = zip(stages, shapes.dropFirst()).map { stage, shape in
      LayerTable.Row(
        name: stage.name, type: stage.layer.kind,
        outputShape: shape.plane == 1
          ? [shape.channels] : [shape.height, shape.width, shape.channels],
        parameters: stage.layer.parameterCount)
    }
    for index in rows.indices {
      if !wiring.isSequence {
        rows[index].inputs = wiring.inputs[index].map { $0 == 0 ? "input" : stages[$0 - 1].name }
      }
      guard details else { continue }
      rows[index].multiplyAdds = products(of: index)
      rows[index].receptiveField = fields[index].map {
        LayerTable.Field(
          size: [$0.size.height, $0.size.width], stride: [$0.stride.y, $0.stride.x],
          offset: [$0.offsetY, $0.offsetX])
      }
    }
    var table = LayerTable(layers: rows, parameters: parameterCount)
    if details { table.multiplyAdds = rows.reduce(0) { $0 + ($1.multiplyAdds ?? 0) } }
    return table
  }

  private func products(of index: Int) -> Int {
    let layer = stages[index].layer
    guard layer is Conv2D || layer is Dense else { return 0 }
    return layer.parameters[0].values.count * shapes[index + 1].plane
  }
}
