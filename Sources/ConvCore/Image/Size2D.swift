/// A height and a width, always in this order.
public struct Size2D: Hashable, Sendable, CustomStringConvertible {
  /// Number of rows.
  public var height: Int
  /// Number of columns.
  public var width: Int

  /// Creates a size from a height and a width.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Creates the size of a square.
  public init(_ side: Int) { self.init(height: side, width: side) }

  /// The size as text, `height×width`, as the command line prints it.
  public var description: String { "\(height)×\(width)" }
}

extension Size2D: ExpressibleByIntegerLiteral {
  /// Creates the size of a square.
  public init(integerLiteral side: Int) { self.init(side) }
}
