import ConvCore

/// Pooling as on a slide: the matrix with its windows in colors, and the smaller matrix.
package enum PoolingLesson {
  /// Draws the matrix and its pooled matrix side by side.
  ///
  /// Windows that do not overlap are tinted, each as its output. Of windows that overlap, the first
  /// and the last one are framed.
  ///
  /// - Parameters:
  ///   - input: The matrix, H×W×1.
  ///   - output: The pooled matrix, of the engine.
  ///   - pooling: The windows; `nil` is one window over the whole matrix.
  ///   - kind: The operation on each window.
  /// - Returns: Both grids, and below them the formula of the size.
  package static func picture(
    input: Image, output: Image, pooling: Pooling?, kind: Pooling.Kind
  ) -> LessonPicture {
    var (before, after) = (NumberGrid(input), NumberGrid(output))
    (before.coloring, after.coloring) = (.plain, .plain)
    after.side = max(before.side, after.side)
    before.side = after.side
    let pooling =
      pooling ?? Pooling(kind, size: input.shape.size, stride: Stride2D(y: 1, x: 1))
    mark(&before, &after, pooling, input.shape, output.shape)
    let size = pooling.size
    let words = kind.words
    return LessonPicture(
      title: "\(size) \(words.name) pooling, stride \(pooling.stride.y)"
        + (pooling.stride.y == pooling.stride.x ? "" : "×\(pooling.stride.x)")
        + pooling.paddingWords,
      panels: [
        LessonPanel(captions: ["input, \(input.shape.size)"], grid: before),
        LessonPanel(
          joint: .arrow([words.each, "of each window"]),
          captions: ["output, \(output.shape.size)"], grid: after),
      ],
      footer: SizeFormula.pooling(pooling, input: input.shape.size, output: output.shape.size)
        + NumberGrid.roundingNote([before, after]))
  }

  /// Marks the windows in the input and in the output.
  private static func mark(
    _ before: inout NumberGrid, _ after: inout NumberGrid, _ pooling: Pooling,
    _ input: ImageShape, _ output: ImageShape
  ) {
    let sideways = Pooling(
      pooling.kind, size: Size2D(height: pooling.size.width, width: pooling.size.height),
      stride: Stride2D(y: pooling.stride.x, x: pooling.stride.y), padding: pooling.padding,
      ceilMode: pooling.ceilMode)
    let turned = ImageShape(height: input.width, width: input.height, channels: 1)
    let isParted = pooling.stride.y >= pooling.size.height && pooling.stride.x >= pooling.size.width
    for y in 0..<output.height {
      for x in 0..<output.width {
        let isEnd =
          (y, x) == (0, 0) || (y, x) == (output.height - 1, output.width - 1)
        guard isParted || isEnd else { continue }
        let color = RGB.windows[isParted ? y % 2 * 2 + x % 2 : y + x == 0 ? 0 : 1]
        let rows = pooling.inputRows(for: y..<y + 1, of: input)
        let columns = sideways.inputRows(for: x..<x + 1, of: turned)
        before.outlines.append(GridOutline(rows: rows, columns: columns, color: color))
        after.outlines.append(GridOutline(rows: y..<y + 1, columns: x..<x + 1, color: color))
        guard isParted else { continue }
        let tint = RGB.white.mixed(with: color, share: 0.3)
        for row in rows {
          for column in columns { before.tints[row * input.width + column] = tint }
        }
        after.tints[y * output.width + x] = tint
      }
    }
  }
}

extension Pooling.Kind {
  /// The name of the pooling, and what it takes of a window.
  fileprivate var words: (name: String, each: String) {
    switch self {
    case .maximum: ("max", "maximum")
    case .average: ("average", "mean")
    case .minimum: ("min", "minimum")
    case .rootMeanSquare: ("L2", "root mean square")
    case .median: ("median", "median")
    }
  }
}

extension Pooling {
  fileprivate var paddingWords: String {
    let partial = ceilMode ? ", partial windows kept" : ""
    switch padding {
    case .valid: return partial
    case .same: return ", padding same"
    case .explicit(let pixels): return ", padding \(pixels)" + partial
    }
  }
}

extension RGB {
  /// The colors of neighboring windows, which color-blind readers tell apart (Okabe and Ito, *Color
  /// Universal Design*, 2008): blue, orange, bluish green, vermilion.
  package static let windows = [
    RGB(0, 114, 178), RGB(230, 159, 0), RGB(0, 158, 115), RGB(213, 94, 0),
  ]
}
