import RowLoops
import Testing

@Suite("Loops of Winograd's products")
struct WinogradLoopsTests {
  private let at = Builds.start

  /// Bᵀ of F(4×4, 3×3), points 0, ±1, ±2, ∞, or of F(2×2, 3×3), points 0, ±1, ∞.
  private static func inputMatrix(_ grid: WinogradGrid) -> [[Double]] {
    guard grid.side == 4 else {
      return [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]]
    }
    return [
      [4, 0, -5, 0, 1, 0], [0, -4, -4, 1, 1, 0], [0, 4, -4, -1, 1, 0], [0, -2, -1, 2, 1, 0],
      [0, 2, -1, -2, 1, 0], [0, 4, 0, -5, 0, 1],
    ]
  }

  /// Aᵀ of the same.
  private static func outputMatrix(_ grid: WinogradGrid) -> [[Double]] {
    guard grid.side == 4 else { return [[1, 1, 1, 0], [0, 1, -1, -1]] }
    return [
      [1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1],
    ]
  }

  private static func transposed(_ a: [[Double]]) -> [[Double]] {
    a[0].indices.map { column in a.map { $0[column] } }
  }

  private static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.map { row in
      transposed(b).map { column in zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  /// M x Mᵀ.
  private static func around(_ x: [[Double]], _ matrix: [[Double]]) -> [[Double]] {
    product(product(matrix, x), transposed(matrix))
  }

  /// Planes that tiles fit, and planes that they reach beyond on every side.
  private static let grids = [
    WinogradGrid(height: 6, width: 6, rows: 1, columns: 1, positionStride: 64),
    WinogradGrid(height: 7, width: 9, top: -1, left: -2, rows: 2, columns: 3, positionStride: 200),
    WinogradGrid(height: 3, width: 2, top: -2, left: -2, rows: 1, columns: 1, positionStride: 48),
    WinogradGrid(height: 10, width: 11, rows: 3, columns: 3, positionStride: 301),
  ]
  private static let smallGrids = [
    WinogradGrid(height: 4, width: 4, rows: 1, columns: 1, positionStride: 64, side: 2),
    WinogradGrid(
      height: 7, width: 9, top: -1, left: -2, rows: 4, columns: 5, positionStride: 700, side: 2),
    WinogradGrid(
      height: 1, width: 2, top: -2, left: -2, rows: 1, columns: 1, positionStride: 48, side: 2),
    WinogradGrid(height: 10, width: 11, rows: 6, columns: 6, positionStride: 601, side: 2),
  ]

  /// A square of one image's plane, zeros outside.
  private func square(
    _ values: [Float], from base: Int, _ grid: WinogradGrid, top: Int, left: Int, side: Int,
    _ n: Int
  ) -> [[Double]] {
    (0..<side).map { r in
      (0..<side).map { c in
        let (y, x) = (top + r, left + c)
        guard (0..<grid.height).contains(y), (0..<grid.width).contains(x) else { return 0 }
        return Double(values[base + (y * grid.width + x) * 16 + n])
      }
    }
  }

  /// All tiles' transforms where the loops write them; `filler` in the gaps.
  private func spectrum(
    _ grid: WinogradGrid, planes: Int,
    _ tile: (_ plane: Int, _ y: Int, _ x: Int, _ n: Int) -> [[Double]]
  ) -> [Double] {
    let size = planes * grid.tiles * 16
    var expected = [Double](
      repeating: 77.5, count: (grid.positions - 1) * grid.positionStride + size)
    for plane in 0..<planes {
      for y in 0..<grid.rows {
        for x in 0..<grid.columns {
          for n in 0..<16 {
            let values = tile(plane, y, x, n).flatMap { $0 }
            for (position, value) in values.enumerated() {
              let place = 16 * (plane * grid.tiles + y * grid.columns + x) + n
              expected[position * grid.positionStride + place] = value
            }
          }
        }
      }
    }
    return expected
  }

  @Test(
    "inputs are transformed tile by tile, zeros outside the plane", arguments: grids + smallGrids)
  func input(grid: WinogradGrid) {
    let plane = grid.height * grid.width * 16
    let planes = grid.positionStride >= 2 * grid.tiles * 16 ? 2 : 1
    let input = Values.whole(3 + planes * plane)
    let expected = spectrum(grid, planes: planes) { p, y, x, n in
      let square = square(
        input, from: 3 + p * plane, grid, top: grid.top + grid.side * y,
        left: grid.left + grid.side * x, side: grid.side + 2, n)
      return WinogradLoopsTests.around(square, WinogradLoopsTests.inputMatrix(grid))
    }
    Builds.expect(expected, within: 0, inAllBuilds: true, "\(grid)") {
      $0.winogradInput(input.span, from: 3, planes: planes, grid, into: &$1, at: at)
    }
  }

  @Test("gradients are transformed tile by tile", arguments: grids)
  func gradient(grid: WinogradGrid) {
    let gradient = Values.whole(2 + grid.height * grid.width * 16)
    let matrix = WinogradLoopsTests.transposed(WinogradLoopsTests.outputMatrix(grid))
    let expected = spectrum(grid, planes: 1) { _, y, x, n in
      let square = square(gradient, from: 2, grid, top: 4 * y, left: 4 * x, side: 4, n)
      return WinogradLoopsTests.around(square, matrix)
    }
    Builds.expect(expected, within: 0, inAllBuilds: true, "\(grid)") {
      $0.winogradGradient(gradient.span, from: 2, grid, into: &$1, at: at)
    }
  }

  @Test("sums are transformed back and finished", arguments: grids + smallGrids)
  func output(grid: WinogradGrid) {
    let sums = Values.whole(
      1 + (grid.positions - 1) * grid.positionStride + grid.tiles * 16)
    // What the outputs held: rectified values, for gradients.
    let held = Values.whole(grid.height * grid.width * 16, in: -1...1, seed: 2)
    // No sum belongs to outputs that lie behind the last tile: they stay.
    var plain = [Double?](repeating: nil, count: held.count)
    for y in 0..<grid.rows {
      for x in 0..<grid.columns {
        for n in 0..<16 {
          let place = 1 + 16 * (y * grid.columns + x) + n
          let (step, side) = (grid.side, grid.side + 2)
          let tile = (0..<side).map { i in
            (0..<side).map { Double(sums[place + (side * i + $0) * grid.positionStride]) }
          }
          let outputs = WinogradLoopsTests.around(tile, WinogradLoopsTests.outputMatrix(grid))
          for r in 0..<max(0, min(step, grid.height - step * y)) {
            for c in 0..<max(0, min(step, grid.width - step * x)) {
              plain[((step * y + r) * grid.width + step * x + c) * 16 + n] = outputs[r][c]
            }
          }
        }
      }
    }
    let endings: [(TileEpilogue, (_ sum: Double, _ held: Float) -> Double)] = [
      (.biased(1.5, rectify: false), { sum, _ in sum + 1.5 }),
      (.biased(1.5, rectify: true), { sum, _ in max(sum + 1.5, 0) }),
      (.gated, { sum, held in held > 0 ? sum : 0 }),
    ]
    for (ending, finish) in endings {
      let expected = zip(plain, held).map { sum, held in
        sum.map { finish($0, held) } ?? Double(held)
      }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(grid), \(ending)") {
        for i in held.indices { $1[at + i] = held[i] }
        $0.winogradOutput(sums.span, from: 1, grid, ending, into: &$1, at: at)
      }
    }
  }
}
