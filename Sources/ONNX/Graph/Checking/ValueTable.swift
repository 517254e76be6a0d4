/// The names of a graph's values, each with a number.
struct ValueTable {
  /// The names in the order of their numbers.
  private(set) var names: [String] = []
  /// The numbers by name.
  private(set) var numbers: [String: Int] = [:]

  /// The number of a value; `nil` when nothing provides it.
  func number(_ name: String) -> Int? { numbers[name] }

  /// Gives a value its number.
  ///
  /// - Throws: ``ONNXError`` when the value has an origin already.
  mutating func define(_ name: String, _ origin: String) throws(ONNXError) -> Int {
    guard numbers[name] == nil else {
      throw ONNXError(.damaged, "\(origin): the value '\(name)' has two origins")
    }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
