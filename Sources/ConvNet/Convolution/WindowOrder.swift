import ConvCore
import RowLoops

/// Lists the cells of a window in the order of summation: channels, then rows, then columns.
enum WindowOrder {
  static func cells(_ size: Size2D, depth: Int) -> [(channel: Int, y: Int, x: Int)] {
    (0..<depth).flatMap { channel in
      (0..<size.height).flatMap { y in (0..<size.width).map { (channel, y, $0) } }
    }
  }
}
