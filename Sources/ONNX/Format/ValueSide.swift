/// The length of a dimension as a model states it.
package enum ValueSide: Hashable, Sendable, CustomStringConvertible {
  /// A number.
  case fixed(Int)
  /// A name such as `batch`: any length.
  case free(String)

  /// The number or the name.
  package var description: String {
    switch self {
    case .fixed(let number): "\(number)"
    case .free(let name): name.isEmpty ? "?" : name
    }
  }

  /// Whether a length is allowed; numbers below 1 are written by some programs for any length.
  func allows(_ length: Int) -> Bool {
    if case .fixed(let number) = self, number > 0 { return number == length }
    return true
  }
}
