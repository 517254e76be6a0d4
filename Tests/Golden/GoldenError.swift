/// Why no hash could be formed.
struct GoldenError: Error, CustomStringConvertible {
  /// One line.
  let description: String

  init(_ description: String) { self.description = description }
}
