import ConvCore
import ImageFilters

/// A sheet of pictures of one size with a title, a scale, and a name below each picture.
package struct LabelledSheet: Sendable {
  /// A picture with the words below it.
  package struct Tile: Sendable {
    /// The picture, in the size of the sheet.
    package let picture: Canvas
    /// The word below it at the left.
    package let name: String
    /// The word below it at the right, left out where there is no room.
    package let note: String
    /// A second line below it; `nil` on sheets with one line.
    package let second: String?

    /// Creates a tile.
    package init(picture: Canvas, name: String, note: String = "", second: String? = nil) {
      (self.picture, self.name, self.note, self.second) = (picture, name, note, second)
    }

    /// The height of the lines below the picture.
    var captionHeight: Int { MapSheet.captionHeight * (second == nil ? 1 : 2) }
  }

  /// The bar of colors in the header, with the words at its ends.
  package struct Key: Sendable {
    let scale: ColorScale
    let lower: String
    let upper: String

    /// Creates the bar of a view of responses.
    ///
    /// - Parameters:
    ///   - view: The view; `auto` counts as `clip`.
    ///   - maximum: The value that is white.
    package init(view: ResponseView, maximum: Float) {
      let (isSymmetric, isRelative) = (view.scale.isSymmetric, view.scale.isRelative)
      let most = isRelative ? 1 : maximum
      scale = ColorScale(
        range: ValueRange(lower: isSymmetric ? -most : 0, upper: most),
        colorMap: view.colorMap ?? .gray)
      if isRelative {
        (lower, upper) = isSymmetric ? ("−max |x|", "max |x|") : ("min", "max")
      } else {
        upper = NumberText.short(maximum)
        lower = isSymmetric ? "−\(upper)" : "0"
      }
    }
  }

  private let title: String
  private let notes: [String]
  private let key: Key
  private let tiles: [Tile]
  private let columns: Int?

  /// Creates a sheet.
  ///
  /// - Parameters:
  ///   - title: The line in large letters.
  ///   - notes: The lines below it.
  ///   - key: The bar of colors.
  ///   - tiles: The pictures, all of one size.
  ///   - columns: The number of tiles across; as for a slide without it.
  package init(
    title: String, notes: [String], key: Key, tiles: [Tile], columns: Int? = nil
  ) {
    (self.title, self.notes, self.key) = (title, notes, key)
    (self.tiles, self.columns) = (tiles, columns)
  }

  /// Draws the sheet.
  package func drawn() -> Canvas {
    let header = SheetHeader(
      title: BitmapFont.large.shortened(title, to: SheetFit.widest - 300),
      notes: notes.filter { !$0.isEmpty }, scale: key.scale, lower: key.lower, upper: key.upper)
    guard let first = tiles.first else {
      return MapSheet.assembled(
        header: header, bodyHeight: 0, bodyWidth: 0, overhang: 0
      ) { _, _, _ in }
    }
    let layout = ContactSheet(
      count: tiles.count,
      tile: ImageShape(
        height: first.picture.height + 2 + first.captionHeight, width: first.picture.width + 2,
        channels: 3),
      columns: columns ?? ContactSheet.wideColumns(for: tiles.count), gutter: MapSheet.gutter)
    return MapSheet.assembled(
      header: header, bodyHeight: layout.shape.height, bodyWidth: layout.shape.width,
      overhang: MapSheet.gutter
    ) { picture, top, left in
      for (index, tile) in tiles.enumerated() {
        let place = layout.place(of: index)
        picture.blit(LabelledSheet.card(tile), top: top + place.top, left: left + place.left)
      }
    }
  }

  private static func card(_ tile: Tile) -> Canvas {
    let (height, width) = (tile.picture.height + 2, tile.picture.width + 2)
    var card = Canvas(height: height + tile.captionHeight, width: width)
    card.fill(Frame(top: 0, left: 0, height: height, width: width), RGB(200, 205, 213))
    card.blit(tile.picture, top: 1, left: 1)
    let font = BitmapFont.small.width(of: tile.name) <= width ? BitmapFont.small : .tiny
    let name = font.shortened(tile.name, to: width - 2)
    card.text(name, top: height + 5, x: 1, font: font)
    if font.width(of: name) + 12 + BitmapFont.small.width(of: tile.note) <= width {
      card.text(
        tile.note, top: height + 5, x: width - 1, font: .small, alignment: .trailing,
        color: .label)
    }
    if let second = tile.second {
      let font = BitmapFont.small.width(of: second) <= width ? BitmapFont.small : .tiny
      card.text(
        font.shortened(second, to: width - 2), top: height + 5 + MapSheet.captionHeight, x: 1,
        font: font, color: .label)
    }
    return card
  }
}
