import FeatureMaps
import Foundation
import Testing

@Suite("A grid of numbers")
struct NumberGridTests {
  @Test("a number has at most four digits, a true minus sign, and no zeros at its end")
  func fourDigits() {
    let cases: [(Float, String)] = [
      (0, "0"), (5, "5"), (-4, "−4"), (1.0 / 3, "0.333"), (12.345678, "12.35"), (-275, "−275"),
      (123.46, "123.5"), (1234.5, "1234"), (9999, "9999"), (65535, "6.55e4"), (10000, "1e4"),
      (0.5, "0.5"), (0.012, "0.012"), (0.0037, "3.7e−3"), (-1.25e-5, "−1.2e−5"), (9.9999, "10"),
      (0.99999, "1"), (3.4e38, "3.4e38"), (Float(bitPattern: 71_362), "1e−40"), (.nan, "NaN"),
      (.infinity, "inf"),
      (-.infinity, "−inf"),
    ]
    for (value, text) in cases {
      #expect(NumberGrid.text(of: value) == text)
      #expect(text.count { $0.isNumber } <= 4)
    }
  }

  @Test("it knows whether a number lost digits")
  func exactness() {
    #expect(NumberGrid(values: [0.5, -12, nil, .nan], columns: 2).isExact)
    #expect(!NumberGrid(values: [1.0 / 3], columns: 1).isExact)
    #expect(!NumberGrid(values: [12345], columns: 1).isExact)
  }

  @Test("signed cells are blue below zero, white at zero, red above")
  func signedColors() {
    let grid = NumberGrid(values: [-4, 0, 2], columns: 3)
    let (low, zero, high) = (grid.color(of: 0), grid.color(of: 1), grid.color(of: 2))
    #expect(low.blue > low.red && high.red > high.blue && zero == .white)
  }

  @Test("gray cells run from black to white, and their numbers stand out")
  func grayColors() {
    let grid = NumberGrid(
      values: [0, 127.5, 255], columns: 3, coloring: .gray,
      range: ValueRange(lower: 0, upper: 255))
    #expect((0..<3).map { grid.color(of: $0).red } == [0, 128, 255])
    #expect((0..<3).map { grid.color(of: $0).readableInk.red } == [255, 0, 0])
  }

  @Test("the ink has a contrast of at least 4.5 on every gray and every signed color")
  func contrast() {
    func linear(_ level: UInt8) -> Double {
      let share = Double(level) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    func light(_ c: RGB) -> Double {
      0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue) + 0.05
    }
    let values = (-100...100).map { Float?(Float($0)) }
    for coloring in [NumberGrid.Coloring.signed, .gray] {
      let grid = NumberGrid(values: values, columns: 1, coloring: coloring, side: 40)
      for index in values.indices {
        let color = grid.color(of: index)
        let pair = [light(color), light(color.readableInk)].sorted()
        #expect(pair[1] / pair[0] >= 4.5)
      }
    }
  }

  @Test("numbers stay within their cells, and enlarge by whole factors")
  func fitting() throws {
    for values: [Float?] in [[-1234, 0.123], [1, 2], [-1.2e-12, 65535]] {
      for side in [30, 48, 64, 96, 200] {
        let grid = NumberGrid(values: values, columns: 2, side: side)
        guard let font = grid.font else { continue }
        #expect(font.zoom == font.zoom.rounded())
        let widest = values.map { font.width(of: NumberGrid.text(of: $0 ?? 0)) }.max() ?? 0
        #expect(widest + 2 <= side && font.capitalHeight + 2 <= side)
      }
    }
    let small = NumberGrid(values: [-1234, 1], columns: 2, side: 20)
    #expect(small.font == nil)
    #expect(small.leastSide > 20)
    #expect(NumberGrid(values: small.values, columns: 2, side: small.leastSide).font != nil)
  }

  @Test("every size has numbers by default, at least twice the font in grids of 28 columns")
  func defaults() {
    for sides in [(1, 1), (3, 3), (10, 4), (28, 28)] {
      let grid = NumberGrid(
        values: [Float?](repeating: -0.123, count: sides.0 * sides.1), columns: sides.1)
      #expect((grid.font?.zoom ?? 0) >= 2)
      #expect(grid.height == sides.0 * grid.side + 1)
    }
  }

  @Test("a frame has its color on all four sides of its window, an empty cell is white")
  func drawing() {
    var grid = NumberGrid(values: [1, 2, nil, 4], columns: 2, side: 40)
    let red = RGB(200, 0, 0)
    grid.outlines = [GridOutline(rows: 0..<1, columns: 1..<2, color: red, thickness: 3)]
    var picture = Canvas(height: grid.height + 20, width: grid.width + 20)
    grid.draw(on: &picture, top: 10, left: 10)
    for place in [(10, 70), (50, 70), (30, 50), (30, 90)] {
      #expect(picture[place.0, place.1] == red)
    }
    let empty = grid.cell(row: 1, column: 0, top: 10, left: 10)
    #expect(picture.count(.white, in: empty.inset(by: 2)) == 35 * 35)
    #expect(picture[5, 5] == .white)
  }

  @Test("cells outside of the picture are hatched; rows and columns carry their numbers")
  func outsideAndIndexes() {
    var grid = NumberGrid(values: [1, 2], columns: 2, coloring: .plain, side: 40)
    let bare = grid.width
    grid.outside = [0]
    grid.origin = GridPosition(y: 100, x: 8)
    #expect(grid.width > bare + 20 && grid.height > 50)
    var picture = Canvas(height: grid.height, width: grid.width)
    grid.draw(on: &picture, top: 0, left: 0)
    let hatched = grid.cell(row: 0, column: 0, top: 0, left: 0)
    let plain = grid.cell(row: 0, column: 1, top: 0, left: 0)
    #expect(picture.count(.white, in: hatched) == 0)
    #expect(picture.count(.white, in: plain) > 1000)
    let head = Frame(top: 0, left: plain.left, height: plain.top - 2, width: plain.width)
    #expect(picture.count(.white, in: head) < head.height * head.width)
  }
}
