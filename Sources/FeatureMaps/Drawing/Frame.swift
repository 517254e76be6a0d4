/// A rectangle of whole pixels: rows `top..<bottom`, columns `left..<right`.
public struct Frame: Hashable, Sendable {
  /// The first row.
  public var top: Int
  /// The first column.
  public var left: Int
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// Creates a rectangle.
  public init(top: Int, left: Int, height: Int, width: Int) {
    self.top = top
    self.left = left
    self.height = height
    self.width = width
  }

  /// The row behind the last one.
  public var bottom: Int { top + height }
  /// The column behind the last one.
  public var right: Int { left + width }

  /// The part that lies in another rectangle; empty when they do not meet.
  public func clipped(to other: Frame) -> Frame {
    let top = max(top, other.top)
    let left = max(left, other.left)
    return Frame(
      top: top, left: left, height: max(0, min(bottom, other.bottom) - top),
      width: max(0, min(right, other.right) - left))
  }

  /// The rectangle without a margin on all sides; with one when `margin` is negative.
  public func inset(by margin: Int) -> Frame {
    Frame(
      top: top + margin, left: left + margin, height: max(0, height - 2 * margin),
      width: max(0, width - 2 * margin))
  }
}
