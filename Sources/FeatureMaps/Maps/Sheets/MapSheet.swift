import ConvCore

extension MapRenderer {
  /// Returns a sheet with all maps of a layer.
  ///
  /// The header shows the layer's name, shape and scale, the color bar and the dead units. The
  /// caption of each tile shows the unit's number and, for maps with their own scales, the largest
  /// value.
  public func sheet(of stack: MapStack) -> Canvas { sheet(of: stack, tiles: tiles(of: stack)) }

  /// Returns the sheet of rendered tiles.
  func sheet(of stack: MapStack, tiles: [MapTile]) -> Canvas {
    let cards = tiles.enumerated().map { card($1, number: $0, of: stack) }
    guard let first = cards.first else { preconditionFailure("a stack without maps") }
    let layout = ContactSheet(
      count: cards.count,
      tile: ImageShape(height: first.height, width: first.width, channels: 3),
      columns: ContactSheet.wideColumns(for: cards.count), gutter: MapSheet.gutter)
    let header = header(
      title: stack.name, notes: notes(on: stack, tiles), ranges: tiles.map(\.range),
      isShared: sharesRange(stack))
    return MapSheet.assembled(
      header: header, bodyHeight: layout.shape.height, bodyWidth: layout.shape.width,
      overhang: MapSheet.gutter
    ) { picture, top, left in
      for (index, card) in cards.enumerated() {
        let place = layout.place(of: index)
        picture.blit(card, top: top + place.top, left: left + place.left)
      }
    }
  }

  /// Returns a tile in a thin frame with its caption.
  private func card(_ tile: MapTile, number: Int, of stack: MapStack) -> Canvas {
    let font = BitmapFont.small
    let (height, width) = (tile.picture.height + 2, tile.picture.width + 2)
    var card = Canvas(height: height + MapSheet.captionHeight, width: width)
    card.fill(Frame(top: 0, left: 0, height: height, width: width), RGB(200, 205, 213))
    card.blit(tile.picture, top: 1, left: 1)
    let name = String(number)
    card.text(name, top: height + 5, x: 1, font: font)
    let room = width - font.width(of: name) - 12
    let note = notes(on: tile, number: number, of: stack).first { font.width(of: $0) <= room }
    card.text(
      note ?? "", top: height + 5, x: width - 1, font: font, alignment: .trailing, color: .label)
    return card
  }

  /// Returns the candidates for the note below a tile at the right, the longest first.
  private func notes(on tile: MapTile, number: Int, of stack: MapStack) -> [String] {
    if tile.isHatched { return [tile.content.rawValue] }
    if stack.isSinglePixel { return stack.map(number).map(NumberText.short) }
    if sharesRange(stack) { return [] }
    let upper = NumberText.short(tile.range.upper)
    return isSymmetric ? ["±\(upper)"] : ["max \(upper)", upper]
  }

  private func notes(on stack: MapStack, _ tiles: [MapTile]) -> [String] {
    let reduced =
      stack.reduction > 1
      ? " of \(stack.original), each pixel the mean of \(stack.reduction)×\(stack.reduction)" : nil
    let size = stack.isSinglePixel ? "" : reduced ?? " of \(stack.height)×\(stack.width)"
    let noun = stack.isSinglePixel ? "unit" : "map"
    let what = "\(stack.count) \(noun)\(stack.count == 1 ? "" : "s")\(size)"
    let scaled = stack.count == 1 ? "" : " · \(scaleNote(isShared: sharesRange(stack)))"
    return [what + scaled]
      + MapSheet.list("dead (zero everywhere)", tiles, .dead)
      + MapSheet.list("flat (one value everywhere)", tiles, .flat)
      + MapSheet.list("not finite", tiles, .notFinite)
  }
}

/// The layout that sheets of maps and sheets of weights share.
package enum MapSheet {
  package static let margin = 20
  package static let gutter = 8
  package static let captionHeight = 20

  /// Draws a header above a body.
  ///
  /// - Parameters:
  ///   - header: The title, the notes and the color bar.
  ///   - bodyHeight: Rows of the body.
  ///   - bodyWidth: Columns of the body.
  ///   - overhang: Empty pixels around the body, which replace a part of the margin.
  ///   - draw: Draws the body at a row and a column of the picture, its corner.
  /// - Returns: The whole picture with its margins, wide enough for the header.
  static func assembled(
    header: SheetHeader, bodyHeight: Int, bodyWidth: Int, overhang: Int,
    draw: (inout Canvas, Int, Int) -> Void
  ) -> Canvas {
    let width = max(header.minimumWidth, bodyWidth - 2 * overhang)
    let headerHeight = header.height(forWidth: width)
    var picture = Canvas(
      height: 2 * margin + headerHeight + bodyHeight - 2 * overhang, width: 2 * margin + width)
    header.draw(on: &picture, top: margin, left: margin, width: width)
    draw(&picture, margin + headerHeight - overhang, margin - overhang)
    return picture
  }

  /// Returns a note like `dead (zero everywhere): 3, 17`; empty without such tiles.
  package static func list(_ words: String, _ tiles: [MapTile], _ content: MapContent) -> [String] {
    let numbers = tiles.indices.filter { tiles[$0].content == content }
    guard !numbers.isEmpty else { return [] }
    let shown = numbers.prefix(12).map(String.init).joined(separator: ", ")
    let more = numbers.count > 12 ? " and \(numbers.count - 12) more" : ""
    return ["\(words): \(shown)\(more)"]
  }
}
