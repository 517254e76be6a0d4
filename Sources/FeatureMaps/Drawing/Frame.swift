/// A rectangle of whole pixels: rows `top..<bottom`, columns `left..<right`.
public struct Frame: Hashable, Sendable {
  /// The first row.
  public var top: Int
  /// The first column.
  public var left: Int
  /// The number of rows.
  public var height: Int
  /// The number of columns.
  public var width: Int

  /// Creates a rectangle from its corner and its sides.
  public init(top: Int, left: Int, height: Int, width: Int) {
    self.top = top
    self.left = left
    self.height = height
    self.width = width
  }

  /// The row after the last one.
  public var bottom: Int { top + height }
  /// The column after the last one.
  public var right: Int { left + width }

  /// Returns the part of the rectangle inside another rectangle; empty without an overlap.
  public func clipped(to other: Frame) -> Frame {
    let top = max(top, other.top)
    let left = max(left, other.left)
    return Frame(
      top: top, left: left, height: max(0, min(bottom, other.bottom) - top),
      width: max(0, min(right, other.right) - left))
  }

  /// Returns the rectangle without a margin on all sides; a negative margin enlarges it.
  public func inset(by margin: Int) -> Frame {
    Frame(
      top: top + margin, left: left + margin, height: max(0, height - 2 * margin),
      width: max(0, width - 2 * margin))
  }
}
