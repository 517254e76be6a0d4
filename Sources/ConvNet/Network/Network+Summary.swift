extension Network {
  /// The table of layers in the format of Keras and the slides: layer, output shape, parameters.
  public var summary: String { summary(details: false) }

  /// Writes the table of layers as text.
  ///
  /// A network that is no sequence has a column with the layers that each layer reads.
  ///
  /// - Parameter details: Whether the table has the multiply-adds of a picture and the receptive
  ///   fields: height×width, stride and offset in pixels of the input.
  /// - Returns: The lines of the table, then the totals.
  public func summary(details: Bool) -> String {
    let isSequence = wiring.isSequence
    let table = table(details: details)
    var heads = ["Layer (type)", "Output Shape", "Param #"]
    if details { heads += ["Multiply-Adds", "Receptive Field", "Stride", "Offset"] }
    if !isSequence { heads.append("Connected to") }
    let rows = zip(table.layers, shapes.dropFirst()).map { row, shape in
      var cells = [
        "\(row.name) (\(row.type))", Network.kerasShape(shape), Network.grouped(row.parameters),
      ]
      if details { cells += Network.cells(row) }
      if !isSequence { cells.append((row.inputs ?? []).joined(separator: ", ")) }
      return cells
    }
    return Network.text(heads, rows) + "\n" + totals(table)
  }

  private static func cells(_ row: LayerTable.Row) -> [String] {
    let products = grouped(row.multiplyAdds ?? 0)
    guard let field = row.receptiveField else { return [products, "whole", "", ""] }
    func pair(_ values: [Int]) -> String {
      values[0] == values[1] ? "\(values[0])" : "\(values[0]), \(values[1])"
    }
    return [
      products, field.size.map(String.init).joined(separator: "×"), pair(field.stride),
      pair(field.offset),
    ]
  }

  private func totals(_ table: LayerTable) -> String {
    var lines = ["Total params: \(Network.grouped(table.parameters))"]
    let fixed = namedParameters.filter { !$0.parameter.isTrained }
      .reduce(0) { $0 + $1.parameter.values.count }
    if fixed > 0 {
      lines.append("Trainable params: \(Network.grouped(table.parameters - fixed))")
      lines.append("Non-trainable params: \(Network.grouped(fixed))")
    }
    if let products = table.multiplyAdds {
      lines.append("Total multiply-adds: \(Network.grouped(products))")
    }
    return lines.joined(separator: "\n")
  }

  /// Lays out a table between double rules.
  private static func text(_ heads: [String], _ rows: [[String]]) -> String {
    let all = [heads] + rows
    let widths = heads.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return cells.joined(separator: "   ").trimmingTrailingSpaces
    }
    let rule = String(repeating: "=", count: widths.reduce(3 * (widths.count - 1), +))
    return ([line(heads), rule] + rows.map(line) + [rule]).joined(separator: "\n")
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
