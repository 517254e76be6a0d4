import ArgumentParser
import ConvCore
import ImageCodecs

/// A rectangle of pixels, as `--crop` names it.
struct CropArea: ExpressibleByArgument {
  let top: Int
  let left: Int
  let size: Size2D

  /// The whole picture.
  init(_ size: Size2D) {
    (top, left) = (0, 0)
    self.size = size
  }

  /// Parses `Y,X,HxW`: the first row and column, counted from 0, and the size.
  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 3, let top = Int(parts[0]), let left = Int(parts[1]),
      (0..<1 << 31).contains(top), (0..<1 << 31).contains(left),
      let size = Size2D(argument: String(parts[2]))
    else { return nil }
    (self.top, self.left, self.size) = (top, left, size)
  }

  var defaultValueDescription: String {
    "\(top),\(left),\(size.height)x\(size.width)"
  }

  static let allValueStrings = ["Y,X,HxW: the first row and column from 0, and the size"]

  /// The rows of the rectangle.
  var rows: Range<Int> { top..<top + size.height }

  /// The columns of the rectangle.
  var columns: Range<Int> { left..<left + size.width }

  /// Where the rectangle lies, for a note below a title.
  func words(_ whole: Size2D) -> String {
    "rows \(top) to \(top + size.height - 1), columns \(left) to \(left + size.width - 1) of \(whole)"
  }

  /// Reads the rectangle; rows below it are not read.
  ///
  /// - Precondition: The rectangle lies inside of the picture.
  /// - Throws: `CodecError` of the reader.
  func image(_ reader: any ImageReader) throws(CodecError) -> Image {
    let shape = reader.info.shape
    var samples: [Float] = []
    var row = 0
    let end = top + size.height
    while row < end {
      let isAbove = row < top
      let count = isAbove ? min(top - row, max(1, (1 << 20) / shape.rowLength)) : 1
      let rows = try reader.readRows(count)
      row += count
      if isAbove { continue }
      let cells = left * shape.channels..<(left + size.width) * shape.channels
      switch rows {
      case .uint8(let values): samples += values[cells].map { Float($0) }
      case .uint16(let values): samples += values[cells].map { Float($0) }
      case .float32(let values): samples += values[cells]
      }
    }
    // What follows the last row of a picture is checked when it is read.
    return Image(
      shape: ImageShape(height: size.height, width: size.width, channels: shape.channels),
      samples: samples)
  }
}
