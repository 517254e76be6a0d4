import ConvCore
public import ConvNet

/// A drawing of networks as on a slide: stacks of maps, then columns of units.
///
/// Each map is a square whose side is proportional to its rows, and a layer's maps lie behind each
/// other, at most 32 of them. Above a layer stand its name and what it does, below it the shape of
/// its output, height×width×channels, and its number of parameters. A small square on the maps
/// before a layer is the window of one output.
public struct NetworkChart: Hashable, Sendable {
  /// A network with the words above its drawing.
  public struct Row: Hashable, Sendable {
    /// The line above the drawing.
    public let title: String
    let items: [NetworkItem]

    /// Creates a row.
    public init(title: String, network: Network) {
      self.title = title
      items = NetworkItem.items(of: network)
    }
  }

  /// The networks, from top to bottom.
  public let rows: [Row]

  /// Creates a drawing.
  ///
  /// - Precondition: There is at least one network.
  public init(rows: [Row]) {
    precondition(!rows.isEmpty, "a drawing of no network")
    self.rows = rows
  }

  static let margin = 30
  static let gap = 46
  static let titleHeight = 48
  /// A network that is wider goes on in a line below.
  static let widest = 1600

  /// Returns the drawing, at most 1,600 pixels wide.
  public func drawn() -> Canvas {
    let lines = rows.flatMap { row in
      NetworkChart.lines(row.items).enumerated().map { index, items in
        (title: index == 0 ? row.title : "", items: items)
      }
    }
    let widths = lines.map { line in
      max(
        BitmapFont.large.width(of: line.title),
        line.items.reduce(-NetworkChart.gap) { $0 + $1.width + NetworkChart.gap })
    }
    let heights = lines.map { line in
      (line.title.isEmpty ? 0 : NetworkChart.titleHeight) + NetworkItem.height
    }
    var picture = Canvas(
      height: 2 * NetworkChart.margin + heights.reduce(0, +)
        + (lines.count - 1) * NetworkChart.margin,
      width: 2 * NetworkChart.margin + (widths.max() ?? 0))
    var top = NetworkChart.margin
    for (line, height) in zip(lines, heights) {
      picture.text(line.title, top: top, x: NetworkChart.margin, font: .large)
      NetworkChart.draw(
        line.items, on: &picture, top: top + height - NetworkItem.height,
        left: NetworkChart.margin)
      top += height + NetworkChart.margin
    }
    return picture
  }

  /// Parts the layers of a wide network into lines.
  private static func lines(_ items: [NetworkItem]) -> [[NetworkItem]] {
    var lines: [[NetworkItem]] = [[]]
    var width = 0
    for item in items {
      if width + item.width > widest - 2 * margin, !lines[lines.count - 1].isEmpty {
        lines.append([])
        width = 0
      }
      lines[lines.count - 1].append(item)
      width += item.width + gap
    }
    return lines
  }

  private static func draw(
    _ items: [NetworkItem], on picture: inout Canvas, top: Int, left: Int
  ) {
    var left = left
    var places: [Frame] = []
    for item in items {
      places.append(Frame(top: top, left: left, height: NetworkItem.height, width: item.width))
      left += item.width + gap
    }
    for (item, place) in zip(items, places) { item.draw(on: &picture, in: place) }
    for index in items.indices.dropFirst() {
      items[index].connect(
        from: items[index - 1], in: places[index - 1], to: places[index], on: &picture)
    }
  }
}
