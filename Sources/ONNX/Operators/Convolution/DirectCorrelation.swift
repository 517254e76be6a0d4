/// Convolution by its definition, for doubles and integers.
enum DirectCorrelation {
  /// Computes all maps.
  ///
  /// - Parameters:
  ///   - x: The input, N×C×…, of doubles or integers.
  ///   - weights: The filters, M×(C/groups)×….
  ///   - bias: A value for each filter; `nil` adds none. Only doubles have biases.
  ///   - axes: How the window moves over the spatial dimensions.
  ///   - groups: The groups of channels that do not mix.
  ///   - shape: The shape of the result.
  /// - Returns: The sums, of the type of `x`; integers wrap around.
  /// - Throws: ``ONNXError`` when the weights are not numbers of the same kind as `x`.
  static func run(
    _ x: Tensor, _ weights: Tensor, _ bias: Tensor?, _ axes: [WindowAxis], groups: Int,
    _ shape: [Int]
  ) throws(ONNXError) -> Tensor {
    if case .double(let values) = x.values {
      let sums = sums(
        values, x.shape[1], try weights.doubles(), weights.shape, axes, groups, shape, 0.0
      ) { $0 + $1 * $2 }
      let list = try bias?.doubles()
      let plane = shape[2...].reduce(1, *)
      let result = sums.enumerated().map { $0.element + (list?[$0.offset / plane % shape[1]] ?? 0) }
      return Tensor(.double, shape, .double(result))
    }
    let result = sums(
      try x.integers(), x.shape[1], try weights.integers(), weights.shape, axes, groups, shape, 0
    ) { $0 &+ $1 &* $2 }
    return Tensor(x.type, shape, wrapping: result)
  }

  private static func sums<Value>(
    _ x: [Value], _ channels: Int, _ weights: [Value], _ filters: [Int], _ axes: [WindowAxis],
    _ groups: Int, _ shape: [Int], _ zero: Value, _ add: (Value, Value, Value) -> Value
  ) -> [Value] {
    let axes = [WindowAxis](repeating: .single, count: 3 - axes.count) + axes
    let (depth, size) = (filters[1], filters[0] / groups)
    let cells = axes[0].size * axes[1].size * axes[2].size
    var result: [Value] = []
    for image in 0..<shape[0] {
      for filter in 0..<filters[0] {
        forEachWindow(axes) { ranges, place in
          var sum = zero
          for channel in 0..<depth {
            let map = (image * channels + filter / size * depth + channel)
            let first = (filter * depth + channel) * cells
            for z in ranges[0] {
              for y in ranges[1] {
                for column in ranges[2] {
                  let (i, j, k) = (place(0, z), place(1, y), place(2, column))
                  let source = ((map * axes[0].side + i) * axes[1].side + j) * axes[2].side + k
                  let weight = first + (z * axes[1].size + y) * axes[2].size + column
                  sum = add(sum, x[source], weights[weight])
                }
              }
            }
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  /// Calls `body` for each window with its cells that lie on values, and where they lie.
  static func forEachWindow(
    _ axes: [WindowAxis], _ body: (_ cells: [Range<Int>], _ place: (Int, Int) -> Int) -> Void
  ) {
    for z in 0..<axes[0].count {
      for y in 0..<axes[1].count {
        for x in 0..<axes[2].count {
          let window = [z, y, x]
          let cells = (0..<3).map { axes[$0].cells(of: window[$0]) }
          body(cells) { axis, cell in
            window[axis] * axes[axis].stride - axes[axis].before + cell * axes[axis].dilation
          }
        }
      }
    }
  }
}
