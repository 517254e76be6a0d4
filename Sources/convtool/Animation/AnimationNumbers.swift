import ImageCodecs

/// Numbers of a window in JSON: rows of one plane, or a list of planes of rows.
struct AnimationNumbers: Encodable {
  private let planes: [[[Double?]]]

  /// Parts the cells of each plane into rows.
  init(_ planes: [[Double?]], width: Int) {
    self.planes = planes.map { AnimationNumbers.rows($0, width: width) }
  }

  /// Parts cells into rows.
  static func rows<Cell>(_ cells: [Cell], width: Int) -> [[Cell]] {
    stride(from: 0, to: cells.count, by: width).map { Array(cells[$0..<$0 + width]) }
  }

  func encode(to encoder: any Encoder) throws {
    let numbers = planes.map {
      $0.map { $0.map { JSONNullable(wrappedValue: $0.map { JSONNumber($0) }) } }
    }
    var container = encoder.singleValueContainer()
    if numbers.count == 1 {
      try container.encode(numbers[0])
    } else {
      try container.encode(numbers)
    }
  }
}
