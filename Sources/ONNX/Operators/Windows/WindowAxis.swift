/// How a window moves along one dimension.
struct WindowAxis: Hashable, Sendable {
  /// The number of values.
  var side: Int
  /// The number of windows.
  var count: Int
  /// The number of cells of the window.
  var size: Int
  var stride: Int
  var dilation: Int
  /// The pads before and after the values.
  var before: Int
  var after: Int

  /// A dimension that the window does not move along.
  static let single = WindowAxis(
    side: 1, count: 1, size: 1, stride: 1, dilation: 1, before: 0, after: 0)

  /// The number of padded values that all windows read.
  var padded: Int { max(side + before, (count - 1) * stride + (size - 1) * dilation + 1) }

  /// The cells of a window that lie on values.
  func cells(of window: Int) -> Range<Int> {
    let start = window * stride - before
    let first = start >= 0 ? 0 : min(size, (-start + dilation - 1) / dilation)
    let last = start >= side ? 0 : min(size, (side - start - 1) / dilation + 1)
    return first..<max(first, last)
  }
}
