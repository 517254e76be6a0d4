/// How far apart the windows of neighbouring outputs lie, rows first.
public struct Stride2D: Hashable, Sendable {
  /// Input rows from one output row to the next.
  public var y: Int
  /// Input columns from one output column to the next.
  public var x: Int

  /// Creates a stride.
  ///
  /// - Precondition: Both are at least 1.
  public init(y: Int, x: Int) {
    precondition(y > 0 && x > 0, "a stride of \(y), \(x)")
    self.y = y
    self.x = x
  }

  /// One input pixel for each output pixel.
  public static let one = Stride2D(y: 1, x: 1)
}
