import ConvCore
import RowLoops

/// Canny's edges (1986): the Sobel gradient, thinned to its ridges, kept where it exceeds a
/// high threshold or is joined to such a place by pixels above a low one.
///
///     m = √(gx² + gy²);  a pixel stays when m is the largest of its two neighbours across the edge
///
/// Thresholds are magnitudes in sample units of the input, at any depth. Directions are quantised
/// to four, as in OpenCV with `L2gradient`; of two equal neighbours the one right or below wins.
/// Shape: H×W×C → H×W×1, of several channels the one with the largest magnitude counts. Values:
/// 0 and ``edge``. Needs the whole image: an edge may be joined over any distance.
struct CannyEdges: StripOperation {
  let low: Float
  let high: Float
  /// The value of an edge pixel.
  let edge: Float
  let smoothing: Correlation?
  let gradient: (x: Correlation, y: Correlation)

  init(low: Double, high: Double, sigma: Double?, edge: Float, border: Border) {
    self.low = Float(low)
    self.high = Float(high)
    self.edge = edge
    smoothing = sigma.map {
      Correlation([.gaussian(sigma: $0)], border: border, usesFactors: true)
    }
    gradient = (Correlation([.sobelX], border: border), Correlation([.sobelY], border: border))
  }

  var wholeImageReason: String? { "Canny's hysteresis follows edges over any distance" }

  func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    ImageShape(height: input.height, width: input.width, channels: 1)
  }

  func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> { 0..<input.height }

  func apply(to strip: Strip, rows: Range<Int>, engine: Engine) -> Strip {
    let all = 0..<strip.shape.height
    let smooth = smoothing?.apply(to: strip, rows: all, engine: engine) ?? strip
    let x = gradient.x.apply(to: smooth, rows: all, engine: engine).samples
    let y = gradient.y.apply(to: smooth, rows: all, engine: engine).samples
    let field = GradientField(x: x, y: y, shape: strip.shape)
    var marks = field.thinned(low: low, high: high)
    EdgeMark.join(&marks, width: strip.shape.width)
    let shape = ImageShape(height: strip.shape.height, width: strip.shape.width, channels: 1)
    let start = rows.lowerBound * shape.width
    return Strip(
      shape: shape, rows: rows,
      samples: marks[start..<start + rows.count * shape.width].map { $0 == .strong ? edge : 0 })
  }
}

/// What a pixel is on the way to an edge.
private enum EdgeMark {
  case none, weak, strong

  /// Turns weak marks into strong ones wherever a path of weak ones leads to a strong one.
  static func join(_ marks: inout [EdgeMark], width: Int) {
    var stack = marks.indices.filter { marks[$0] == .strong }
    while let place = stack.popLast() {
      let (y, x) = (place / width, place % width)
      for ny in max(0, y - 1)...y + 1 {
        for nx in max(0, x - 1)...min(width - 1, x + 1) {
          let neighbour = ny * width + nx
          guard neighbour < marks.count, marks[neighbour] == .weak else { continue }
          marks[neighbour] = .strong
          stack.append(neighbour)
        }
      }
    }
  }
}

/// The strongest gradient of each pixel.
private struct GradientField {
  var x: [Float]
  var y: [Float]
  var squared: [Float]
  let height: Int
  let width: Int

  init(x: [Float], y: [Float], shape: ImageShape) {
    (height, width) = (shape.height, shape.width)
    if shape.channels == 1 {
      (self.x, self.y) = (x, y)
      squared = x.indices.map { x[$0] * x[$0] + y[$0] * y[$0] }
    } else {
      self.x = []
      self.y = []
      squared = []
      for pixel in 0..<height * width {
        let channels = pixel * shape.channels..<(pixel + 1) * shape.channels
        let best =
          channels.max {
            x[$0] * x[$0] + y[$0] * y[$0] < x[$1] * x[$1] + y[$1] * y[$1]
          } ?? channels.lowerBound
        self.x.append(x[best])
        self.y.append(y[best])
        squared.append(x[best] * x[best] + y[best] * y[best])
      }
    }
  }

  func thinned(low: Float, high: Float) -> [EdgeMark] {
    var marks = [EdgeMark](repeating: .none, count: squared.count)
    for row in 0..<height {
      for column in 0..<width {
        let place = row * width + column
        let m = squared[place]
        guard m > low * low, isRidge(row, column, m) else { continue }
        marks[place] = m > high * high ? .strong : .weak
      }
    }
    return marks
  }

  /// Whether no neighbour across the edge is stronger; outside the image nothing is.
  private func isRidge(_ row: Int, _ column: Int, _ m: Float) -> Bool {
    let place = row * width + column
    let (gx, gy) = (abs(x[place]), abs(y[place]))
    // tan 22.5° and tan 67.5° part the four directions.
    let step: (y: Int, x: Int)
    if gy < gx * 0.414_213_56 {
      step = (0, 1)
    } else if gy > gx * 2.414_213_5 {
      step = (1, 0)
    } else {
      step = (x[place] < 0) == (y[place] < 0) ? (1, 1) : (1, -1)
    }
    return m > strength(row - step.y, column - step.x)
      && m >= strength(row + step.y, column + step.x)
  }

  private func strength(_ row: Int, _ column: Int) -> Float {
    guard row >= 0 && row < height && column >= 0 && column < width else { return 0 }
    return squared[row * width + column]
  }
}
