/// The reason why a page cannot be written.
package struct ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that says what is wrong.
  package let description: String

  /// Whether the page would be larger than a page may be.
  package let isTooLarge: Bool

  init(_ description: String, isTooLarge: Bool = false) {
    self.description = description
    self.isTooLarge = isTooLarge
  }
}
