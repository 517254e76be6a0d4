/// The places of a layer's units in a column: all of them, or the first and the last ones.
struct NetworkColumn: Hashable, Sendable {
  static let diameter = 16
  private static let step = 21
  /// The largest number of units that are all drawn.
  static let most = 12

  /// The rows of the centers of the circles, relative to the middle of the column.
  let circles: [Int]
  /// The rows of the centers of the dots that stand for the units left out.
  let dots: [Int]

  init(count: Int) {
    guard count > NetworkColumn.most else {
      circles = (0..<count).map { NetworkColumn.row($0, of: count) }
      dots = []
      return
    }
    let slots = NetworkColumn.most
    let middle = slots / 2
    circles = (0..<slots).filter { $0 != middle - 1 && $0 != middle }.map {
      NetworkColumn.row($0, of: slots)
    }
    let center =
      (NetworkColumn.row(middle - 1, of: slots) + NetworkColumn.row(middle, of: slots)) / 2
    dots = [center - 10, center, center + 10]
  }

  private static func row(_ index: Int, of count: Int) -> Int {
    index * step - (count - 1) * step / 2
  }
}
