/// The maps of a layer for one picture: C maps of H×W values, one map after the other.
public struct MapStack: Hashable, Sendable {
  /// The layer, as in `conv2d_1`.
  public let name: String
  /// Number of maps, one for each unit.
  public let count: Int
  /// Rows of a map.
  public let height: Int
  /// Columns of a map.
  public let width: Int
  /// C×H×W values.
  public let values: [Float]

  /// Creates a stack.
  ///
  /// - Precondition: There is a value, and there are C×H×W of them.
  public init(name: String, count: Int, height: Int, width: Int, values: [Float]) {
    precondition(
      !values.isEmpty && values.count == count * height * width,
      "\(values.count) values for \(count)×\(height)×\(width)")
    self.name = name
    self.count = count
    self.height = height
    self.width = width
    self.values = values
  }

  /// Creates a stack from a dense layer's outputs: a map of one pixel for each.
  public init(name: String, units values: [Float]) {
    self.init(name: name, count: values.count, height: 1, width: 1, values: values)
  }

  /// The H×W values of one map.
  public func map(_ index: Int) -> ArraySlice<Float> {
    values[index * height * width..<(index + 1) * height * width]
  }

  /// Whether a map is a single number, which has no contrast of its own.
  var isSinglePixel: Bool { height * width == 1 }

  /// What there is to see in a map.
  func content(of index: Int) -> MapContent {
    guard let range = ValueRange(of: map(index)) else { return .notFinite }
    guard range.lower == range.upper && !isSinglePixel else { return .varied }
    return range.lower == 0 ? .dead : .flat
  }
}
