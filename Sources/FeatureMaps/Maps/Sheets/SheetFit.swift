/// The columns and the whole factor with which pictures of one size fill a sheet for a slide.
///
/// Small pictures are enlarged so that each pixel is a square, large ones are reduced so that each
/// pixel is the mean of a square. The sheet is at most ``widest`` pixels wide.
package struct SheetFit: Hashable, Sendable {
  /// The number of tiles across.
  package let columns: Int
  /// The side of the square that a pixel becomes.
  package let zoom: Int
  /// The side of the square of pixels that becomes one.
  package let reduction: Int

  /// The largest width of a sheet in pixels.
  package static let widest = 1600
  /// The side of the tiles that small pictures are enlarged to, about.
  private static let target = 240

  /// Chooses columns and factor.
  ///
  /// - Parameters:
  ///   - count: The number of pictures, at least 1.
  ///   - height: The rows of each picture.
  ///   - width: The columns of each picture.
  ///   - zoom: The side of the square of a pixel, whatever the width of the sheet becomes.
  package init(count: Int, height: Int, width: Int, zoom: Int?) {
    let room = SheetFit.widest - 2 * MapSheet.margin
    var columns = ContactSheet.wideColumns(for: count)
    // A tile keeps room for a number below it.
    columns = max(1, min(columns, room / (40 + MapSheet.gutter)))
    self.columns = columns
    if let zoom {
      (self.zoom, reduction) = (zoom, 1)
      return
    }
    let tile = max(1, (room - (columns - 1) * MapSheet.gutter) / columns - 2)
    reduction = max(1, (width + tile - 1) / tile)
    let side = max(height, width)
    self.zoom =
      reduction > 1
      ? 1 : max(1, min(tile / max(width, 1), (2 * SheetFit.target + side) / (2 * side)))
  }

  /// The number of rows and columns that a picture takes.
  package func size(height: Int, width: Int) -> (height: Int, width: Int) {
    (
      (height + reduction - 1) / reduction * zoom, (width + reduction - 1) / reduction * zoom
    )
  }

  /// The number of pixels of the whole sheet, without its header.
  package func pixels(count: Int, height: Int, width: Int) -> Double {
    let tile = size(height: height, width: width)
    let rows = (count + columns - 1) / columns
    return Double(rows) * Double(tile.height + 30) * Double(columns) * Double(tile.width + 10)
  }

  /// Returns a picture enlarged or reduced.
  package func fitted(_ picture: Canvas) -> Canvas {
    reduction > 1 ? picture.reduced(by: reduction) : picture.enlarged(by: zoom)
  }

  /// The factor in words; empty when there is none.
  package var note: String {
    if reduction > 1 { return "each pixel the mean of \(reduction)×\(reduction)" }
    return zoom > 1 ? "each value a square of \(zoom)×\(zoom)" : ""
  }
}
