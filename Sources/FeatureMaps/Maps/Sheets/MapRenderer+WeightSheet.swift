import ConvCore

extension MapRenderer {
  /// The renderer for weights, for which both signs have a meaning.
  package var forWeights: MapRenderer {
    var renderer = self
    renderer.isSigned = true
    return renderer
  }

  /// Returns a sheet of all kernels of a layer, as the layer applies the kernels (not flipped).
  ///
  /// Rows are units, columns are input maps. For a layer with one input map, the sheet is a grid of
  /// units. Zero is in the middle of each range.
  public func sheet(of weights: WeightStack) -> Canvas {
    let renderer = forWeights
    let zoom = renderer.weightZoom(of: weights)
    return renderer.sheet(of: weights, tiles: renderer.tiles(of: weights.maps, zoom: zoom))
  }

  /// Returns the zoom of a sheet's tiles, smaller if many columns would exceed a slide's width.
  func weightZoom(of weights: WeightStack) -> Int {
    let columns = weights.inputs > 1 ? weights.inputs : 1
    return effectiveZoom(
      height: weights.height, width: weights.width, target: max(24, min(98, 1400 / columns)))
  }

  /// Returns the sheet of rendered tiles.
  func sheet(of weights: WeightStack, tiles: [MapTile]) -> Canvas {
    let header = header(
      title: "\(weights.name) · weights", notes: notes(on: weights, tiles),
      ranges: tiles.map(\.range), isShared: sharesRange(weights.maps))
    let grid = WeightGrid(
      weights, tile: tiles[0].picture, isShared: sharesRange(weights.maps))
    return MapSheet.assembled(
      header: header, bodyHeight: grid.height, bodyWidth: grid.width, overhang: grid.overhang
    ) { picture, top, left in
      grid.draw(tiles, on: &picture, top: top, left: left)
    }
  }

  private func notes(on weights: WeightStack, _ tiles: [MapTile]) -> [String] {
    let count =
      weights.inputs > 1
      ? "\(weights.outputs)×\(weights.inputs) kernels" : "\(weights.outputs) kernels"
    let scaled = scaleNote(isShared: sharesRange(weights.maps), noun: "kernel")
    return [
      "\(count) of \(weights.height)×\(weights.width) · \(scaled) · as correlated, not flipped"
    ]
  }
}

/// The layout of kernels on a sheet: a table of units and inputs, or a grid of units.
private struct WeightGrid {
  private let layout: ContactSheet
  private let isTable: Bool
  /// Whether all kernels have one range; otherwise the caption of a kernel shows its range.
  private let isShared: Bool
  private let captionHeight: Int

  /// The space for the row numbers and the column numbers of a table, in pixels.
  private static let rowLabels = 56
  private static let columnLabels = 40
  private static let gap = 6

  init(_ weights: WeightStack, tile: Canvas, isShared: Bool) {
    self.isShared = isShared
    isTable = weights.inputs > 1
    captionHeight = isTable ? 0 : MapSheet.captionHeight
    let count = weights.outputs * weights.inputs
    layout = ContactSheet(
      count: count,
      tile: ImageShape(height: tile.height + 2 + captionHeight, width: tile.width + 2, channels: 3),
      columns: isTable ? weights.inputs : ContactSheet.wideColumns(for: count),
      gutter: WeightGrid.gap)
  }

  var height: Int { layout.shape.height + (isTable ? WeightGrid.columnLabels : 0) }
  var width: Int { layout.shape.width + (isTable ? WeightGrid.rowLabels : 0) }

  /// The number of empty pixels around the grid; 0 for a table, whose numbers use the space.
  var overhang: Int { isTable ? 0 : WeightGrid.gap }

  func draw(_ tiles: [MapTile], on picture: inout Canvas, top: Int, left: Int) {
    let (gridTop, gridLeft) = (
      top + height - layout.shape.height, left + width - layout.shape.width
    )
    for (index, tile) in tiles.enumerated() {
      var place = layout.place(of: index)
      place.top += gridTop
      place.left += gridLeft
      place.height -= captionHeight
      picture.fill(place, RGB(200, 205, 213))
      picture.blit(tile.picture, top: place.top + 1, left: place.left + 1)
      if !isTable {
        picture.text(String(index), top: place.bottom + 5, x: place.left + 1)
        if !isShared { note(tile, String(index), place, on: &picture) }
      } else {
        number(index, place, on: &picture)
      }
    }
    guard isTable else { return }
    picture.text(
      "input map", top: top, x: gridLeft + layout.shape.width / 2, alignment: .center,
      color: .label)
    picture.upwardText(
      "unit", left: left, y: gridTop + layout.shape.height / 2, color: .label)
  }

  /// Draws the range of a kernel's own scale, if the space beside the number suffices.
  private func note(_ tile: MapTile, _ number: String, _ place: Frame, on picture: inout Canvas) {
    let font = BitmapFont.small
    let text = "±\(NumberText.short(tile.range.upper))"
    guard font.width(of: text) + 12 + font.width(of: number) <= place.width else { return }
    picture.text(
      text, top: place.bottom + 5, x: place.left + place.width - 1, font: font,
      alignment: .trailing, color: .label)
  }

  /// Draws a column number above the first row, and a row number before the first column.
  private func number(_ index: Int, _ place: Frame, on picture: inout Canvas) {
    let (row, column) = (index / layout.columns, index % layout.columns)
    let font = place.width >= 30 ? BitmapFont.small : .tiny
    if row == 0 {
      picture.text(
        String(column), top: place.top - 8 - font.capitalHeight, x: place.left + place.width / 2,
        font: font, alignment: .center)
    }
    if column == 0 {
      picture.text(
        String(row), top: place.top + (place.height - font.capitalHeight) / 2, x: place.left - 8,
        font: font, alignment: .trailing)
    }
  }
}
