extension HeadGradients {
  /// The gradient of a product of matrices by its first operand, and by what is added.
  mutating func passProduct(
    _ node: GraphNode, _ slope: [Double], _ x: Tensor, _ y: Tensor, alpha: Double, beta: Double,
    transposesA: Bool, transposesB: Bool
  ) throws(ONNXError) {
    guard !transposesA, let b = operand(node, 1), b.rank == 2 else {
      throw ONNXError(.unsupported, "cam knows no gradient of \(node.place): its operands")
    }
    let weights = try b.doubles()
    let depth = transposesB ? b.shape[1] : b.shape[0]
    let count = transposesB ? b.shape[0] : b.shape[1]
    var result = [Double](repeating: 0, count: x.count)
    for row in 0..<slope.count / count {
      for column in 0..<count {
        let share = alpha * slope[row * count + column]
        guard share != 0 else { continue }
        for k in 0..<depth {
          let place = transposesB ? column * depth + k : k * count + column
          result[row * depth + k] += share * weights[place]
        }
      }
    }
    add(result, to: node.inputs[0])
    if node.inputs.count > 2, let c = operand(node, 2), c.shape == y.shape {
      add(slope.map { beta * $0 }, to: node.inputs[2])
    }
  }

  /// The gradient of a convolution by its input.
  mutating func passConvolution(
    _ node: GraphNode, _ operation: ConvOperation, _ slope: [Double], _ x: Tensor, _ y: Tensor
  ) throws(ONNXError) {
    guard let w = operand(node, 1), x.rank == 4, w.rank == 4 else {
      throw ONNXError(.unsupported, "cam knows no gradient of \(node.place): its dimensions")
    }
    let weights = try w.doubles()
    let axes = try operation.geometry.axes(Array(x.shape[2...]), size: Array(w.shape[2...]))
    let (rows, columns) = (axes[0], axes[1])
    let (inner, size) = (w.shape[1], w.shape[0] / operation.groups)
    var result = [Double](repeating: 0, count: x.count)
    var from = 0
    for filter in 0..<y.shape[1] {
      for row in 0..<rows.count {
        for column in 0..<columns.count {
          let share = slope[from]
          from += 1
          guard share != 0 else { continue }
          for channel in 0..<inner {
            let base = (filter * inner + channel) * rows.size * columns.size
            let plane = (filter / size * inner + channel) * rows.side
            for i in rows.cells(of: row) {
              let line =
                (plane + row * rows.stride - rows.before + i * rows.dilation) * columns.side
              for j in columns.cells(of: column) {
                let place = line + column * columns.stride - columns.before + j * columns.dilation
                result[place] += share * weights[base + i * columns.size + j]
              }
            }
          }
        }
      }
    }
    add(result, to: node.inputs[0])
  }

  /// The gradient of a pooling: all of it goes to the first largest value, or each has its share.
  mutating func passWindows(
    _ node: GraphNode, _ geometry: WindowGeometry, _ slope: [Double], _ x: Tensor, _ y: Tensor,
    takesLargest: Bool, countsPads: Bool = false
  ) throws(ONNXError) {
    guard x.rank == 4 else {
      throw ONNXError(.unsupported, "cam knows no gradient of \(node.place): its dimensions")
    }
    let values = try x.doubles()
    let axes = try geometry.axes(Array(x.shape[2...]), size: geometry.size)
    let (rows, columns) = (axes[0], axes[1])
    var result = [Double](repeating: 0, count: x.count)
    var from = 0
    for map in 0..<x.shape[0] * x.shape[1] {
      for row in 0..<rows.count {
        for column in 0..<columns.count {
          let share = slope[from]
          from += 1
          guard share != 0 else { continue }
          var (best, count) = (-1, 0)
          for isSecond in takesLargest ? [false] : [false, true] {
            for i in rows.cells(of: row) {
              let y = row * rows.stride - rows.before + i * rows.dilation
              let line = (map * rows.side + y) * columns.side
              for j in columns.cells(of: column) {
                let place = line + column * columns.stride - columns.before + j * columns.dilation
                if isSecond {
                  result[place] += share / Double(countsPads ? rows.size * columns.size : count)
                } else {
                  count += 1
                  if best < 0 || values[place] > values[best] { best = place }
                }
              }
            }
          }
          if takesLargest && best >= 0 { result[best] += share }
        }
      }
    }
    add(result, to: node.inputs[0])
  }
}
