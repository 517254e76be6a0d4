import ConvCore

/// How the height and the width of an activation came about, for messages.
struct SizeTrail {
  private var rows: [String] = []
  private var columns: [String] = []

  /// Adds a window that moves over an input.
  mutating func append(
    _ input: TensorShape, _ size: Size2D, stride: Stride2D, padding: Size2D, dilation: Int
  ) {
    func step(_ side: Int, _ window: Int, _ stride: Int, _ padding: Int) -> String {
      SizeTrail.arithmetic(side, (window - 1) * dilation + 1, stride, padding)
    }
    if size != Size2D(1) || stride != .one || padding != Size2D(0) {
      rows.append(step(input.height, size.height, stride.y, padding.height))
      columns.append(step(input.width, size.width, stride.x, padding.width))
    }
  }

  /// Requires that a window fits into an input with its padding.
  ///
  /// - Throws: `ShapeError` with the sizes and how they came about.
  func check(
    _ input: TensorShape, _ size: Size2D, padding: Size2D, dilation: Int, layer: any Layer,
    name: String
  ) throws(ShapeError) {
    let reach = Size2D(
      height: (size.height - 1) * dilation + 1, width: (size.width - 1) * dilation + 1)
    let padded = Size2D(
      height: input.height + 2 * padding.height, width: input.width + 2 * padding.width)
    guard reach.height > padded.height || reach.width > padded.width else { return }
    let spread = dilation > 1 ? " (\(size) with dilation \(dilation))" : ""
    let around =
      padding == Size2D(0) ? "" : ", \(padded) with its padding"
    throw ShapeError(
      "\(name): the window \(reach)\(spread) is larger than its input "
        + "\(input.height)×\(input.width)\(around)\(history)")
  }

  /// The arithmetic so far, in parentheses.
  private var history: String {
    guard !rows.isEmpty else { return "" }
    let steps = rows == columns ? [rows] : [rows, columns]
    let shown = steps.map { $0.suffix(6).joined(separator: ", ") }
    return " (\(shown.joined(separator: "; columns: ")))"
  }

  /// Returns how the side of an output follows from that of an input: `32−3+1=30`.
  static func arithmetic(_ side: Int, _ window: Int, _ stride: Int, _ padding: Int) -> String {
    let padded = padding > 0 ? "\(side)+\(2 * padding)" : "\(side)"
    let reach = side + 2 * padding - window
    guard reach >= 0 else { return "\(padded)−\(window)" }
    let result = reach / stride + 1
    if stride == 1 { return "\(padded)−\(window)+1=\(result)" }
    if stride == window && padding == 0 {
      return side % stride == 0 ? "\(side)/\(stride)=\(result)" : "⌊\(side)/\(stride)⌋=\(result)"
    }
    return "⌊(\(padded)−\(window))/\(stride)⌋+1=\(result)"
  }
}

extension TensorShape {
  /// Height, width and channels, as the command line writes sizes: `32×32×3`; features alone when
  /// flat.
  var spelled: String { plane == 1 ? "\(channels)" : "\(height)×\(width)×\(channels)" }
}
