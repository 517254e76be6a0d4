/// A height and a width, in that order everywhere.
public struct Size2D: Hashable, Sendable, CustomStringConvertible {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// Creates a size.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Creates a square.
  public init(_ side: Int) { self.init(height: side, width: side) }

  /// `height×width`, as the command line prints it.
  public var description: String { "\(height)×\(width)" }
}
