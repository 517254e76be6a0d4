/// The distance between the windows of neighboring outputs, rows first.
public struct Stride2D: Hashable, Sendable {
  /// Number of input rows from one output row to the next.
  public var y: Int
  /// Number of input columns from one output column to the next.
  public var x: Int

  /// Creates a stride.
  ///
  /// - Precondition: Both strides are at least 1.
  public init(y: Int, x: Int) {
    precondition(y > 0 && x > 0, "a stride of \(y), \(x)")
    self.y = y
    self.x = x
  }

  /// The stride of 1 in both directions.
  public static let one = Stride2D(y: 1, x: 1)
}

extension Stride2D: ExpressibleByIntegerLiteral {
  /// Creates the same stride in both directions.
  public init(integerLiteral step: Int) { self.init(y: step, x: step) }
}
