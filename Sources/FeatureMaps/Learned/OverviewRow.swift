import ConvCore
import ImageFilters

/// The maps of a layer in a row, or in some lines, with the layer's name at the left.
struct OverviewRow: Sendable {
  /// The width of the column of names.
  static let labels = 190
  static let gap = 14
  private static let tileGap = 6
  private static let number = 14
  private static let mostMaps = 64
  private static let room = SheetFit.widest - 2 * MapSheet.margin - labels

  /// The ranges of the colors of the maps.
  let ranges: [ValueRange]
  private let name: String
  private let notes: [String]
  private let tiles: [Canvas]
  private let columns: Int

  /// Creates a row of maps.
  ///
  /// - Parameters:
  ///   - stack: The maps, of which the first are shown.
  ///   - renderer: Draws the maps.
  ///   - total: The number of maps of the layer, when the stack holds some of them.
  init(_ stack: MapStack, renderer: MapRenderer, total: Int? = nil) {
    let shown = min(stack.count, OverviewRow.mostMaps)
    columns = min(16, shown)
    let limit =
      shown == 1
      ? 200 : min(100, (OverviewRow.room - (columns - 1) * OverviewRow.tileGap) / columns - 2)
    let reduction = max(1, (max(stack.height, stack.width) + limit - 1) / limit)
    let zoom = max(1, min(limit / stack.width, limit / stack.height, shown == 1 ? 5 : 100))
    tiles = renderer.tiles(of: stack, zoom: reduction > 1 ? 1 : zoom).prefix(shown).map {
      reduction > 1 ? $0.picture.reduced(by: reduction) : $0.picture
    }
    ranges = renderer.ranges(of: stack)
    name = stack.name
    let all = total ?? stack.count
    let noun = all == 1 ? "map" : "maps"
    let extent = ValueRange(of: stack.values)
    let left = all - shown
    let size = stack.original.isEmpty ? "\(stack.height)×\(stack.width)" : stack.original
    notes =
      [
        "\(all) \(noun) of \(size)",
        extent.map { "\(NumberText.short($0.lower)) … \(NumberText.short($0.upper))" }
          ?? "not finite",
      ] + (left > 0 ? ["\(left) more not shown"] : [])
  }

  /// Creates a row of one picture.
  init(picture: Canvas, name: String) {
    let limit = 240
    let reduction = max(1, (max(picture.height, picture.width) + limit - 1) / limit)
    let zoom = max(1, min(limit / picture.width, limit / picture.height, 5))
    tiles = [reduction > 1 ? picture.reduced(by: reduction) : picture.enlarged(by: zoom)]
    (self.name, columns, ranges) = (name, 1, [])
    notes = ["\(picture.height)×\(picture.width)"]
  }

  private var lines: Int { (tiles.count + columns - 1) / columns }

  private var tileHeight: Int {
    tiles[0].height + 2 + (tiles.count > 1 ? OverviewRow.number : 0)
  }

  /// The height of the row.
  var height: Int {
    max(24 + 21 * notes.count, lines * (tileHeight + OverviewRow.tileGap) - OverviewRow.tileGap)
  }

  /// The width of the row with the names.
  var width: Int {
    OverviewRow.labels + columns * (tiles[0].width + 2 + OverviewRow.tileGap)
      - OverviewRow.tileGap
  }

  func draw(on picture: inout Canvas, top: Int, left: Int) {
    let room = OverviewRow.labels - 12
    picture.text(
      BitmapFont.medium.shortened(name, to: room), top: top + 2, x: left, font: .medium)
    for (index, note) in notes.enumerated() {
      picture.text(
        BitmapFont.small.shortened(note, to: room), top: top + 26 + 21 * index, x: left,
        font: .small, color: .label)
    }
    for (index, tile) in tiles.enumerated() {
      let place = Frame(
        top: top + index / columns * (tileHeight + OverviewRow.tileGap),
        left: left + OverviewRow.labels
          + index % columns * (tile.width + 2 + OverviewRow.tileGap),
        height: tile.height + 2, width: tile.width + 2)
      picture.fill(place, RGB(200, 205, 213))
      picture.blit(tile, top: place.top + 1, left: place.left + 1)
      if tiles.count > 1 {
        picture.text(
          String(index), top: place.bottom + 3, x: place.left + 1, font: .tiny, color: .label)
      }
    }
  }
}
