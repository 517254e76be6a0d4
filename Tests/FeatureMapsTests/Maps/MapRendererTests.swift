import FeatureMaps
import ImageFilters
import Testing

@Suite("Maps as pictures")
struct MapRendererTests {
  private static let dark = RGB(ColorMap.viridis.color(of: 0))
  private static let middle = RGB(ColorMap.viridis.color(of: 0.5))
  private static let bright = RGB(ColorMap.viridis.color(of: 1))

  /// Two maps of 1×2: 0 2, and 1 8.
  private let two = MapStack(name: "a", count: 2, height: 1, width: 2, values: [0, 2, 1, 8])

  @Test("each map on its own scale runs from zero to its maximum")
  func perMap() {
    let pictures = MapRenderer(zoom: 1).pictures(of: two)
    #expect(pictures[0].pixels() == [Self.dark, Self.bright])
    // Not 1…8: the darkest color means zero.
    #expect(pictures[1].pixels() == [RGB(ColorMap.viridis.color(of: 0.125)), Self.bright])
    #expect(
      MapRenderer().ranges(of: two)
        == [ValueRange(lower: 0, upper: 2), ValueRange(lower: 0, upper: 8)])
  }

  @Test("one scale for the layer runs to the layer's maximum")
  func perLayer() {
    let renderer = MapRenderer(scale: .layer, zoom: 1)
    #expect(
      renderer.ranges(of: two) == [ValueRange](repeating: ValueRange(lower: 0, upper: 8), count: 2))
    #expect(renderer.pictures(of: two)[0].pixels()[1] == RGB(ColorMap.viridis.color(of: 0.25)))
  }

  @Test("a fixed scale is what was asked for; beyond it colors stay at its ends")
  func fixed() {
    let renderer = MapRenderer(scale: .fixed(ValueRange(lower: 1, upper: 3)), zoom: 1)
    let pixels = renderer.pictures(of: two).flatMap { $0.pixels() }
    #expect(pixels == [Self.dark, Self.middle, Self.dark, Self.bright])
  }

  @Test("signed maps: zero is white, both signs reach as far as the larger one")
  func signed() {
    let stack = MapStack(name: "s", count: 1, height: 1, width: 4, values: [-1, 0, 2, 4])
    let renderer = MapRenderer(zoom: 1, isSigned: true)
    #expect(renderer.ranges(of: stack) == [ValueRange(lower: -4, upper: 4)])
    #expect(
      renderer.pictures(of: stack)[0].pixels()
        == [-0.25, 0, 0.5, 1].map { RGB(ColorMap.diverging.color(of: $0)) })
    #expect(renderer.pictures(of: stack)[0][0, 1] == .white)
  }

  @Test("the diverging map is white at zero on a lopsided fixed scale too")
  func divergingOnFixedScale() {
    let scale = ColorScale(range: ValueRange(lower: -1, upper: 4), colorMap: .diverging)
    #expect(scale.color(of: 0) == .white)
    #expect(scale.color(of: -9) == RGB(ColorMap.diverging.color(of: -0.25)))
    #expect(scale.color(of: 9) == RGB(ColorMap.diverging.color(of: 1)))
  }

  @Test("negative values of unsigned maps widen the range downward")
  func negativeUnsigned() {
    let stack = MapStack(name: "s", count: 1, height: 1, width: 2, values: [-3, 1])
    #expect(MapRenderer().ranges(of: stack) == [ValueRange(lower: -3, upper: 1)])
  }

  @Test("each value is a square of the zoom, rows stay rows")
  func zoomed() {
    let stack = MapStack(name: "z", count: 1, height: 2, width: 3, values: [0, 1, 0, 1, 1, 0])
    let picture = MapRenderer(zoom: 4, colorMap: .gray).pictures(of: stack)[0]
    #expect(picture.height == 8 && picture.width == 12)
    for y in 0..<8 {
      for x in 0..<12 {
        let value = stack.values[y / 4 * 3 + x / 4]
        #expect(picture[y, x] == (value == 1 ? .white : RGB(0, 0, 0)))
      }
    }
  }

  @Test("a tile is about 100 pixels unless the zoom is given")
  func defaultZoom() {
    let renderer = MapRenderer()
    #expect(renderer.effectiveZoom(height: 26, width: 26) == 4)
    #expect(renderer.effectiveZoom(height: 11, width: 11) == 9)
    #expect(renderer.effectiveZoom(height: 3, width: 3) == 33)
    #expect(renderer.effectiveZoom(height: 5, width: 500) == 1)
    for side in 1...37 {
      #expect((84...112).contains(side * renderer.effectiveZoom(height: side, width: side)))
    }
    let alone = MapStack(
      name: "a", count: 1, height: 28, width: 28, values: .init(repeating: 1, count: 784))
    #expect(renderer.effectiveZoom(of: alone) == 11)
    #expect(MapRenderer(zoom: 2).effectiveZoom(height: 26, width: 26) == 2)
  }

  @Test("a dead map is hatched and named, never a black tile; so is a flat one on its own scale")
  func deadAndFlat() {
    let values = [Float](repeating: 0, count: 9) + [Float](repeating: 0.5, count: 9)
    let stack = MapStack(name: "d", count: 2, height: 3, width: 3, values: values)
    for scale in [MapScale.map, .layer, .fixed(ValueRange(lower: 0, upper: 1))] {
      let tiles = MapRenderer(scale: scale).tiles(of: stack)
      #expect(tiles.map(\.content) == [.dead, .flat])
      #expect(tiles[0].picture == MapTile.hatched(height: 99, width: 99, word: "dead"))
      #expect(tiles[1].isHatched == (scale == .map))
    }
    let fixed = MapRenderer(scale: .fixed(ValueRange(lower: 0, upper: 1)))
    #expect(fixed.pictures(of: stack)[1].count(Self.middle) == 99 * 99)
  }

  @Test("hatching has no color of any map and carries its word where there is room")
  func hatching() {
    let tile = MapTile.hatched(height: 60, width: 80, word: "dead")
    #expect(tile.pixels().allSatisfy { $0.luma > 0.3 })
    let plain = MapTile.hatched(height: 60, width: 80, word: "")
    #expect(tile != plain)
    #expect(
      MapTile.hatched(height: 8, width: 8, word: "dead")
        == MapTile.hatched(height: 8, width: 8, word: ""))
  }

  @Test("maps of one pixel share a range and are neither dead nor flat")
  func singlePixels() {
    let stack = MapStack(name: "dense", units: [0, 1, 0.5])
    let tiles = MapRenderer(zoom: 1).tiles(of: stack)
    #expect(tiles.map { $0.picture[0, 0] } == [Self.dark, Self.bright, Self.middle])
    #expect(tiles.allSatisfy { $0.content == .varied })
  }

  @Test("NaN is gray, does not spoil the range, and a map of nothing else says so")
  func notFinite() {
    let values: [Float] = [.nan, 1, .infinity, 0, .nan, .nan, .nan, .nan]
    let stack = MapStack(name: "n", count: 2, height: 2, width: 2, values: values)
    let tiles = MapRenderer(zoom: 1).tiles(of: stack)
    #expect(tiles[0].range == ValueRange(lower: 0, upper: 1))
    #expect(tiles[0].picture.pixels() == [RGB(128, 128, 128), Self.bright, Self.bright, Self.dark])
    #expect(tiles[1].content == .notFinite)
    #expect(tiles[1].isHatched)
  }

  @Test("scales are read and printed as text")
  func scaleText() {
    #expect(MapScale("map") == .map)
    #expect(MapScale("layer") == .layer)
    #expect(MapScale("-1:2.5") == .fixed(ValueRange(lower: -1, upper: 2.5)))
    #expect(MapScale("-1:2.5")?.description == "-1.0:2.5")
    for wrong in ["", "maps", "1:1", "2:1", "1:", ":1", "1:2:3", "nan:1", "0:inf"] {
      #expect(MapScale(wrong) == nil)
    }
  }
}
