/// One frame of an ``IndexedAnimation``: the rectangle that differs from the frame before.
public struct IndexedFrame: Hashable, Sendable {
  /// The first row of the rectangle in the picture.
  public let top: Int
  /// The first column of the rectangle in the picture.
  public let left: Int
  /// The number of rows of the rectangle.
  public let height: Int
  /// The number of columns of the rectangle.
  public let width: Int
  /// How long the frame is shown, in hundredths of a second, the unit of GIF.
  public let hundredths: Int

  /// Neighboring pixels of one row that changed.
  struct Run: Hashable, Sendable {
    /// The place of the first pixel in the rectangle, row by row.
    let start: Int
    let count: Int
  }

  let runs: [Run]
  /// The rounded colors of the pixels of all runs.
  let colors: [UInt16]
}
