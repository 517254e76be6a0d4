import ArgumentParser
import ConvCore

/// A rectangle of pixels: its first row and column, counted from 0, and its size.
struct PictureArea: ExpressibleByArgument {
  let rows: Range<Int>
  let columns: Range<Int>

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 3, let top = Int(parts[0]), let left = Int(parts[1]),
      (0..<1 << 31).contains(top), (0..<1 << 31).contains(left),
      let size = Size2D(argument: String(parts[2]))
    else { return nil }
    rows = top..<top + size.height
    columns = left..<left + size.width
  }

  /// The area in the form that is parsed.
  var defaultValueDescription: String {
    "\(rows.lowerBound),\(columns.lowerBound),\(rows.count)x\(columns.count)"
  }

  static let allValueStrings = ["Y,X,HxW (row, column and size)"]
}
