import ConvCore
import ImageFilters

/// The formula of a size of an output, with the numbers put in: `⌊(4 − 2)/2⌋ + 1 = 2`.
package enum SizeFormula {
  /// Writes the formula for both sides.
  ///
  /// - Parameters:
  ///   - letters: The formula in letters, such as `⌊(H − k)/s⌋ + 1`.
  ///   - rows: The formula with the numbers of the rows.
  ///   - columns: The formula with the numbers of the columns.
  /// - Returns: One line when both sides have the same numbers, else a line each for the height and
  ///   the width.
  static func lines(_ letters: String, rows: String, columns: String) -> [String] {
    rows == columns
      ? ["size: \(letters) = \(rows)"]
      : ["height: \(letters) = \(rows)", "width: \(columns)"]
  }

  /// Returns the formula of a pooling.
  package static func pooling(_ pooling: Pooling, input: Size2D, output: Size2D) -> [String] {
    let pad = if case .explicit(let pixels) = pooling.padding { pixels } else { 0 }
    let (left, right) = pooling.ceilMode ? ("⌈", "⌉") : ("⌊", "⌋")
    if pooling.padding == .same {
      return lines(
        "⌈H/s⌉", rows: "⌈\(input.height)/\(pooling.stride.y)⌉ = \(output.height)",
        columns: "⌈\(input.width)/\(pooling.stride.x)⌉ = \(output.width)")
    }
    func side(_ side: Int, _ window: Int, _ stride: Int, _ count: Int) -> String {
      let padded = pad > 0 ? "\(side) + 2·\(pad)" : "\(side)"
      return "\(left)(\(padded) − \(window))/\(stride)\(right) + 1 = \(count)"
    }
    return lines(
      "\(left)(H\(pad > 0 ? " + 2p" : "") − k)/s\(right) + 1",
      rows: side(input.height, pooling.size.height, pooling.stride.y, output.height),
      columns: side(input.width, pooling.size.width, pooling.stride.x, output.width))
  }

  /// Returns the formula of a convolution.
  package static func convolution(
    _ options: FilterOptions, kernel: Size2D, input: Size2D, output: Size2D
  ) -> [String] {
    let (stride, dilation) = (options.stride, options.dilation)
    guard options.outputSize == .valid else {
      return lines(
        "⌈H/s⌉", rows: "⌈\(input.height)/\(stride.y)⌉ = \(output.height)",
        columns: "⌈\(input.width)/\(stride.x)⌉ = \(output.width)")
    }
    func side(_ side: Int, _ window: Int, _ stride: Int, _ count: Int) -> String {
      let reach = dilation > 1 ? "\(dilation)·(\(window) − 1) − 1" : "\(window)"
      return "⌊(\(side) − \(reach))/\(stride)⌋ + 1 = \(count)"
    }
    return lines(
      dilation > 1 ? "⌊(H − d·(k − 1) − 1)/s⌋ + 1" : "⌊(H − k)/s⌋ + 1",
      rows: side(input.height, kernel.height, stride.y, output.height),
      columns: side(input.width, kernel.width, stride.x, output.width))
  }
}
