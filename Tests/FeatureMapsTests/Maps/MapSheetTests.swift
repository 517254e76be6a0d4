import FeatureMaps
import ImageFilters
import Testing

@Suite("Sheets of maps")
struct MapSheetTests {
  @Test("columns: whole rows where possible, wide rather than tall")
  func columns() {
    let expected = [1: 1, 2: 2, 3: 3, 4: 2, 7: 4, 8: 4, 10: 5, 16: 4, 32: 8, 64: 8, 128: 16]
    for (count, columns) in expected {
      #expect(ContactSheet.wideColumns(for: count) == columns, "\(count) tiles")
    }
  }

  @Test("tiles lie on a grid below the header, framed, with their gutters white")
  func geometry() {
    // 8 maps of 2×3 at zoom 50: tiles of 100×150, cards of 122×152 with frame and caption.
    let stack = MapStack(
      name: "m", count: 8, height: 2, width: 3, values: (0..<48).map { Float($0 % 6) })
    let renderer = MapRenderer(zoom: 50, colorMap: .gray)
    let sheet = renderer.sheet(of: stack)
    #expect(sheet.width == 2 * 20 + 4 * 152 + 3 * 8)
    let header = sheet.height - 2 * 20 - (2 * 122 + 8)
    #expect(header > 30 && header < 100)
    let tile = renderer.pictures(of: stack)[0]
    for index in 0..<8 {
      let top = 20 + header + index / 4 * 130 + 1
      let left = 20 + index % 4 * 160 + 1
      let place = Frame(top: top, left: left, height: 100, width: 150)
      #expect(sheet.pixels(in: place) == tile.pixels())
      #expect(sheet[top - 1, left - 1] == RGB(200, 205, 213))
      let gutter = Frame(top: top - 1, left: left + 151, height: 102, width: index % 4 < 3 ? 8 : 20)
      #expect(sheet.count(.white, in: gutter) == gutter.height * gutter.width)
      let caption = Frame(top: top + 101, left: left, height: 20, width: 40)
      #expect(sheet.count(.white, in: caption) < 800)
    }
  }

  @Test("the bar of colors runs from the first to the last color")
  func bar() {
    let stack = MapStack(name: "m", count: 4, height: 2, width: 2, values: (0..<16).map(Float.init))
    let sheet = MapRenderer(scale: .layer, zoom: 40).sheet(of: stack)
    // 180 pixels of width, 14 of height, each column one color; tiles hold both ends as well.
    let plain = MapRenderer(scale: .layer, zoom: 40).pictures(of: stack)
    for value in [Float(0), 1] {
      let color = RGB(ColorMap.viridis.color(of: value))
      #expect(sheet.count(color) - plain.reduce(0) { $0 + $1.count(color) } >= 14)
    }
  }

  @Test("a narrow sheet is wide enough for its words, and dead maps are named on it")
  func narrow() {
    let live = MapStack(name: "m", count: 1, height: 2, width: 2, values: [0, 1, 2, 3])
    let dead = MapStack(name: "m", count: 1, height: 2, width: 2, values: [0, 0, 0, 0])
    let renderer = MapRenderer(zoom: 5)
    #expect(renderer.sheet(of: live).width > 200)
    #expect(renderer.sheet(of: dead).height > renderer.sheet(of: live).height)
    let tiles = renderer.tiles(of: dead)
    #expect(MapSheet.list("dead", tiles, .dead) == ["dead: 0"])
    #expect(MapSheet.list("flat", tiles, .flat).isEmpty)
  }

  @Test("weights: rows are units, columns inputs, one symmetric scale")
  func weightTable() {
    let weights = WeightStack(
      name: "w", outputs: 2, inputs: 3, height: 1, width: 1, values: [-2, 0, 1, 1, 2, -1])
    let renderer = MapRenderer(zoom: 40)
    let sheet = renderer.sheet(of: weights)
    let colors = weights.values.map { RGB(ColorMap.diverging.color(of: $0 / 2)) }
    // The tiles end the picture: from the bottom right corner back by margin, gutter, frame.
    for (index, color) in colors.enumerated() {
      let (row, column) = (index / 3, index % 3)
      let top = sheet.height - 20 - (2 - row) * 48 + 1
      #expect(
        sheet.count(color, in: Frame(top: top, left: 0, height: 40, width: sheet.width)) >= 1600)
      let left = 20 + 56 + 6 + column * 48 + 1
      let place = Frame(top: top, left: left, height: 40, width: 40)
      #expect(sheet.count(color, in: place) == 1600)
    }
  }

  @Test("weights of one input map stand in a grid with a caption each")
  func weightGrid() {
    let weights = WeightStack(
      name: "w", outputs: 8, inputs: 1, height: 3, width: 3, values: (0..<72).map { Float($0) - 36 }
    )
    let sheet = MapRenderer().sheet(of: weights)
    // Cells of 33 pixels, 4 columns.
    #expect(sheet.width == max(2 * 20 + 4 * 101 + 3 * 6, sheet.width))
    let first = MapRenderer().forWeights.tiles(of: weights.maps)[0].picture
    let top = sheet.height - 20 - (2 * 121 + 6) + 1
    #expect(
      sheet.pixels(in: Frame(top: top, left: 21, height: 99, width: 99)) == first.pixels())
  }

  @Test("a sheet of many columns stays narrower than a slide")
  func manyColumns() {
    let weights = WeightStack(
      name: "w", outputs: 2, inputs: 32, height: 3, width: 3,
      values: (0..<576).map { Float($0 % 7) - 3 })
    #expect((1000...1920).contains(MapRenderer().sheet(of: weights).width))
  }
}
