/// One cell of a window, in correlation order.
struct WindowCell: Hashable, Sendable {
  var channel: Int
  var y: Int
  var x: Int

  /// Returns all cells of a window: channels outermost, then rows, then columns.
  static func all(of size: Size2D, depth: Int = 1) -> [WindowCell] {
    (0..<depth).flatMap { channel in
      (0..<size.height).flatMap { y in
        (0..<size.width).map { WindowCell(channel: channel, y: y, x: $0) }
      }
    }
  }
}
