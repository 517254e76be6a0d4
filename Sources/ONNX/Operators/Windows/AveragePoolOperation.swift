/// AveragePool: the mean of each window, over its values or over its pads as well.
struct AveragePoolOperation: Operation {
  var geometry: WindowGeometry
  let countsPads: Bool

  init(_ attributes: inout Attributes) {
    let roundsUp = attributes.opset >= 10 ? attributes.truth("ceil_mode") : false
    if attributes.opset < 19 && attributes.has("dilations") {
      attributes.refuse("attribute dilations")
    }
    geometry = WindowGeometry(&attributes, roundsUp: roundsUp)
    countsPads = attributes.opset >= 7 ? attributes.truth("count_include_pad") : false
    if geometry.size.isEmpty { attributes.refuse("without kernel_shape") }
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    guard (3...5).contains(x.rank) else {
      throw ONNXError(.unsupported, "\(max(0, x.rank - 2)) spatial dimensions: 1 to 3 are")
    }
    let given = try geometry.axes(Array(x.shape[2...]), size: geometry.size)
    let shape = Array(x.shape[..<2]) + given.map(\.count)
    try context.count(shape, x.type)
    let maps = x.shape[0] * x.shape[1]
    let axes = [WindowAxis](repeating: .single, count: 3 - given.count) + given
    let counts = axes.map { axis in (0..<axis.count).map { Double(count(axis, $0)) } }
    if case .float(let values) = x.values, given.count == 2 {
      var sums = PlanePool(given, .sum).run(values, maps, context)
      let plane = given[0].count * given[1].count
      for map in 0..<maps {
        for row in 0..<given[0].count {
          for column in 0..<given[1].count {
            let place = map * plane + row * given[1].count + column
            sums[place] /= Float(counts[1][row] * counts[2][column])
          }
        }
      }
      return [Tensor(x.type, shape, rounding: sums)]
    }
    return [Tensor(x.type, shape, rounding: means(try x.doubles(), maps, axes, counts))]
  }

  /// The number of cells that count: those on values, or on values and pads.
  private func count(_ axis: WindowAxis, _ window: Int) -> Int {
    guard countsPads else { return axis.cells(of: window).count }
    var framed = axis
    framed.side = axis.side + axis.before + axis.after
    framed.before = 0
    return framed.cells(of: window).count
  }

  private func means(
    _ values: [Double], _ maps: Int, _ axes: [WindowAxis], _ counts: [[Double]]
  ) -> [Double] {
    let plane = axes.reduce(1) { $0 * $1.side }
    var result: [Double] = []
    for map in 0..<maps {
      var window = 0
      DirectCorrelation.forEachWindow(axes) { cells, place in
        var sum = 0.0
        for z in cells[0] {
          for y in cells[1] {
            for x in cells[2] {
              let row = place(0, z) * axes[1].side + place(1, y)
              sum += values[map * plane + row * axes[2].side + place(2, x)]
            }
          }
        }
        let (column, rest) = (window % axes[2].count, window / axes[2].count)
        let number =
          counts[0][rest / axes[1].count] * counts[1][rest % axes[1].count] * counts[2][column]
        result.append(sum / number)
        window += 1
      }
    }
    return result
  }
}
