import ConvCore
import Foundation
import RowLoops
import Testing

@Suite("Loops of the Fourier transform")
struct FourierLoopsTests {
  /// Lengths whose transforms are made of passes of radix 4 and 8 in every way, down and across.
  private static let sizes = [
    Size2D(height: 64, width: 64), Size2D(height: 128, width: 64), Size2D(height: 64, width: 128),
    Size2D(height: 256, width: 64), Size2D(height: 64, width: 512), Size2D(height: 1024, width: 64),
  ]

  private struct Complex {
    var real, imaginary: Double
  }

  /// cos and −sin of 2πk/N in turn.
  private func roots(_ length: Int) -> [Float] {
    (0..<length).flatMap { k in
      let angle = 2 * Double.pi * Double(k) / Double(length)
      return [Float(cos(angle)), Float(-sin(angle))]
    }
  }

  /// The transform of a real and an imaginary tile as the loops leave it, row by row of the spectrum.
  private func transform(
    _ tiles: [Float], _ size: Size2D, _ loops: any RowLoops.Type
  ) -> (spectrum: [Float], values: [Float]) {
    let plane = FourierPlane(height: size.height, width: size.width)
    let area = size.height * size.width
    var values = [Float](repeating: 0, count: plane.floatCount)
    var span = values.mutableSpan
    loops.transformColumns(
      tiles.span, real: 0, imaginary: area, stride: size.width, into: &span, plane: plane,
      blocks: 0..<plane.blocks, roots: roots(size.height).span)
    var spectrum = [Float](repeating: 0, count: 2 * area)
    var rows = spectrum.mutableSpan
    let across = roots(size.width)
    for row in stride(from: 0, to: size.height, by: 16) {
      loops.transformRows(
        values.span, plane: plane, row: row, roots: across.span, into: &rows,
        at: 2 * row * size.width)
    }
    return (spectrum, values)
  }

  /// The value of row p and column q in the order of the loops.
  private func value(_ spectrum: [Float], _ size: Size2D, _ p: Int, _ q: Int) -> Complex {
    let place = 2 * (p / 16 * 16) * size.width + 32 * q + p % 16
    return Complex(real: Double(spectrum[place]), imaginary: Double(spectrum[place + 16]))
  }

  /// Which frequency each place holds, by the transform of an impulse one step from the origin: its
  /// angle is the frequency.
  private func frequencies(_ values: [Complex]) -> [Int] {
    values.map { value in
      let turns = -atan2(value.imaginary, value.real) / (2 * .pi)
      let k = Int((turns * Double(values.count)).rounded())
      return (k + values.count) % values.count
    }
  }

  private func impulse(_ size: Size2D, at index: Int) -> [Float] {
    var tiles = [Float](repeating: 0, count: 2 * size.height * size.width)
    tiles[index] = 1
    return tiles
  }

  @Test("tiles are transformed as the definition says", arguments: sizes)
  func forward(size: Size2D) {
    let area = size.height * size.width
    // Some values in the real, some in the imaginary tile.
    let places = [(0, 0), (1, 5), (size.height - 1, 17), (33, size.width - 1), (40, 40)]
    let amounts: [Float] = [1, -2, 3, 0.5, 4]
    var tiles = [Float](repeating: 0, count: 2 * area)
    for (index, place) in places.enumerated() {
      tiles[index % 2 * area + place.0 * size.width + place.1] = amounts[index]
    }
    for engine in Engine.available {
      let down = transform(impulse(size, at: size.width), size, engine.loops).spectrum
      let across = transform(impulse(size, at: 1), size, engine.loops).spectrum
      let rows = frequencies((0..<size.height).map { value(down, size, $0, 0) })
      let columns = frequencies((0..<size.width).map { value(across, size, 0, $0) })
      #expect(rows.sorted() == Array(0..<size.height), "\(engine.name)")
      #expect(columns.sorted() == Array(0..<size.width), "\(engine.name)")
      let spectrum = transform(tiles, size, engine.loops).spectrum
      var worst = 0.0
      for p in 0..<size.height {
        for q in 0..<size.width {
          var (real, imaginary) = (0.0, 0.0)
          for (index, place) in places.enumerated() {
            let turns =
              Double(rows[p] * place.0 % size.height) / Double(size.height)
              + Double(columns[q] * place.1 % size.width) / Double(size.width)
            let (c, s) = (cos(2 * .pi * turns), -sin(2 * .pi * turns))
            let amount = Double(amounts[index])
            // An imaginary value is i times a real one.
            real += amount * (index % 2 == 0 ? c : -s)
            imaginary += amount * (index % 2 == 0 ? s : c)
          }
          let found = value(spectrum, size, p, q)
          worst = max(worst, abs(found.real - real), abs(found.imaginary - imaginary))
        }
      }
      #expect(worst < 2e-5, "\(engine.name): \(worst)")
    }
  }

  @Test("columns come back multiplied by their length", arguments: sizes)
  func columnsAndBack(size: Size2D) {
    let plane = FourierPlane(height: size.height, width: size.width)
    let (area, rows) = (size.height * size.width, 3..<size.height - 2)
    let tiles = Values.real(2 * area)
    let outputs = [(part: 0, count: size.width), (part: 1, count: size.width - 9)]
    let stride = 2 * size.width
    var expected = [Double](repeating: 77.5, count: (rows.count - 1) * stride + stride - 9)
    for (index, row) in rows.enumerated() {
      for (part, count) in outputs {
        for x in 0..<count {
          let exact = Double(tiles[part * area + row * size.width + x]) * Double(size.height)
          expected[index * stride + part * size.width + x] = exact
        }
      }
    }
    let roots = roots(size.height)
    Builds.expect(expected, within: 1e-5 * Double(size.height), "\(size)") { loops, output in
      var values = transform(tiles, size, loops).values
      var span = values.mutableSpan
      loops.inverseColumns(
        &span, plane: plane, block: 0, roots: roots.span, rows: rows, into: &output,
        real: Builds.start, realCount: size.width, imaginary: Builds.start + size.width,
        imaginaryCount: size.width - 9, stride: stride)
    }
  }

  @Test("rows are multiplied by a spectrum from any block of the ring on", arguments: [0, 1, 3])
  func filterRows(block: Int) {
    let size = Size2D(height: 64, width: 64)
    let plane = FourierPlane(height: 64, width: 64)
    // Columns up to the last block of the tile; the first block is the tile's own origin.
    let width = (block + plane.blocks) * 16
    let useful = 3
    let input = Values.real(2 * 64 * width)
    let kernel = [(0, 0, 0.5), (2, 1, -1.0), (5, 9, 0.25)]
    let down = roots(64)
    var expected = [Double](repeating: 77.5, count: 63 * 128 + 64 + useful * 16)
    for part in 0..<2 {
      for y in 0..<64 {
        for x in 0..<useful * 16 {
          // A circular convolution with the kernel, on the tile that begins at the block.
          expected[y * 128 + part * 64 + x] = kernel.reduce(0.0) { sum, tap in
            let row = (y - tap.0 + 64) % 64
            let column = 16 * block + (x - tap.1 + 64) % 64
            return sum + tap.2 * Double(input[part * 64 * width + row * width + column]) * 4096
          }
        }
      }
    }
    Builds.expect(expected, within: 0.05, "block \(block)") { loops, output in
      var tile = [Float](repeating: 0, count: 2 * 4096)
      for tap in kernel { tile[tap.0 * 64 + tap.1] = Float(tap.2) }
      let spectrum = transform(tile, size, loops).spectrum
      var values = [Float](repeating: 0, count: plane.floatCount)
      var span = values.mutableSpan
      loops.transformColumns(
        input.span, real: 0, imaginary: 64 * width, stride: width, into: &span, plane: plane,
        blocks: block..<block + plane.blocks, roots: down.span)
      for row in stride(from: 0, to: 64, by: 16) {
        loops.filterRows(
          &span, plane: plane, row: row, block: block, useful: useful, roots: down.span,
          spectrum: spectrum.span, from: 2 * row * 64)
      }
      loops.inverseColumns(
        &span, plane: plane, block: block, roots: down.span, rows: 0..<64, into: &output,
        real: Builds.start, realCount: useful * 16, imaginary: Builds.start + 64,
        imaginaryCount: useful * 16, stride: 128)
    }
  }
}
