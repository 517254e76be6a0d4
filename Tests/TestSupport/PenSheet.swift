import ConvCore

/// A sheet of paper on which a pen draws lines: pictures of digits for tests.
public struct PenSheet: Sendable {
  /// A digit as lines through points (row, column) of a box of height 1.
  public typealias Lines = [[(y: Float, x: Float)]]

  /// The share of each pixel that is covered with ink.
  public private(set) var coverage: [Float]
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int

  /// An empty sheet.
  public init(height: Int, width: Int) {
    (self.height, self.width) = (height, width)
    coverage = [Float](repeating: 0, count: height * width)
  }

  /// A seven.
  public static let seven: Lines = [[(0, 0), (0, 0.6), (1, 0.2)]]
  /// A two-stroke four.
  public static let four: Lines = [[(0, 0.15), (0.6, 0), (0.6, 0.65)], [(0.1, 0.5), (1, 0.45)]]
  /// A five whose bar does not touch its body.
  public static let looseFive: Lines = [
    [(0, 0.22), (0, 0.62)],
    [(0.12, 0.1), (0.45, 0.08), (0.42, 0.4), (0.6, 0.58), (0.85, 0.5), (1, 0.2), (0.92, 0)],
  ]
  /// A one.
  public static let one: Lines = [[(0, 0.1), (1, 0)]]
  /// A three.
  public static let three: Lines = [
    [
      (0.08, 0.02), (0, 0.3), (0.15, 0.55), (0.38, 0.5), (0.46, 0.25), (0.55, 0.5), (0.75, 0.6),
      (0.95, 0.4), (1, 0.15), (0.9, 0),
    ]
  ]

  /// Draws lines `size` pixels high, of `line` pixels width, their box beginning at a place.
  public mutating func draw(
    _ lines: Lines, at place: (y: Float, x: Float), size: Float, line: Float
  ) {
    for stroke in lines {
      for (from, to) in zip(stroke, stroke.dropFirst()) {
        segment(
          (place.y + from.y * size, place.x + from.x * size),
          (place.y + to.y * size, place.x + to.x * size), line)
      }
    }
  }

  private mutating func segment(_ a: (y: Float, x: Float), _ b: (y: Float, x: Float), _ line: Float)
  {
    let reach = line / 2 + 1
    let rows = max(Int(min(a.y, b.y) - reach), 0)...min(Int(max(a.y, b.y) + reach), height - 1)
    let columns = max(Int(min(a.x, b.x) - reach), 0)...min(Int(max(a.x, b.x) + reach), width - 1)
    let (dy, dx) = (b.y - a.y, b.x - a.x)
    let square = max(dy * dy + dx * dx, 1e-9)
    for y in rows {
      for x in columns {
        let (py, px) = (Float(y) - a.y, Float(x) - a.x)
        let t = min(max((py * dy + px * dx) / square, 0), 1)
        let (ey, ex) = (py - t * dy, px - t * dx)
        let share = line / 2 + 0.5 - (ey * ey + ex * ex).squareRoot()
        coverage[y * width + x] = max(coverage[y * width + x], min(max(share, 0), 1))
      }
    }
  }

  /// The sheet as gray levels: `ink` on `paper`, times the light at each row and column, with even
  /// noise of up to `grain` levels.
  public func image(
    paper: Float = 220, ink: Float = 40, grain: Float = 0, seed: UInt64 = 1,
    light: (Int, Int) -> Float = { _, _ in 1 }
  ) -> Image {
    var generator = SplitMix64(seed: seed)
    let samples = coverage.indices.map { i in
      let level = paper + (ink - paper) * coverage[i]
      let noise = grain > 0 ? grain * (2 * generator.unit() - 1) : 0
      return min(max((level * light(i / width, i % width) + noise).rounded(), 0), 255)
    }
    return Image(
      shape: ImageShape(height: height, width: width, channels: 1), samples: samples)
  }
}
