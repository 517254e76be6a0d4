import ConvCore

/// The strips of a JPEG that are compressed independently of one another.
///
/// They depend on the size and the quality alone.
struct JPEGLayout {
  /// Smaller pictures are one strip, without restart markers.
  private static let smallestArea = 1_000_000
  /// A strip has at least so many pixels: a marker costs some ten bytes.
  private static let stripArea = 1 << 16
  /// The largest side of a block of pixels: two blocks of 8 where color has half the resolution.
  private static let blockSide = 16

  /// The rows of a strip: a multiple of the side of a block.
  let stripRows: Int
  /// The blocks of pixels in a strip; `nil` for a picture of one strip.
  let restartInterval: Int?

  init(_ shape: ImageShape, quality: Int) {
    let side = JPEGLayout.blockSide
    let rows = (JPEGLayout.stripArea / max(shape.width, 1) + side) / side * side
    guard shape.width * shape.height >= JPEGLayout.smallestArea, rows < shape.height else {
      (stripRows, restartInterval) = (shape.height, nil)
      return
    }
    stripRows = rows
    let block = shape.channels == 3 && quality < 90 ? side : side / 2
    restartInterval = (shape.width + block - 1) / block * (rows / block)
  }
}
