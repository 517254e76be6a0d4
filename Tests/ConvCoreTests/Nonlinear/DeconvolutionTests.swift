import ConvCore
import TestSupport
import Testing

/// The model of a blur as a matrix, in double precision.
private struct BlurMatrix {
  let size: Size2D
  let wide: Size2D
  /// The picture's first pixel among the unknowns.
  let origin: Size2D
  /// A row for each pixel of the picture, a column for each unknown.
  let rows: [[Double]]

  init(_ kernel: Kernel, of size: Size2D) {
    self.size = size
    let (kH, kW, anchor) = (kernel.size.height, kernel.size.width, kernel.anchor)
    wide = Size2D(height: size.height + kH - 1, width: size.width + kW - 1)
    origin = Size2D(height: kH - 1 - anchor.y, width: kW - 1 - anchor.x)
    var rows: [[Double]] = []
    for m in 0..<size.height {
      for n in 0..<size.width {
        var row = [Double](repeating: 0, count: wide.height * wide.width)
        for i in 0..<kH {
          for j in 0..<kW {
            let (y, x) = (m - (i - anchor.y) + origin.height, n - (j - anchor.x) + origin.width)
            row[y * wide.width + x] += kernel[i, j]
          }
        }
        rows.append(row)
      }
    }
    self.rows = rows
  }

  func blurred(_ x: [Double]) -> [Double] {
    rows.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  func spread(_ y: [Double]) -> [Double] {
    (0..<wide.height * wide.width).map { column in
      rows.indices.reduce(0) { $0 + rows[$1][column] * y[$1] }
    }
  }

  func picture(_ x: [Double]) -> [Double] {
    (0..<size.height).flatMap { y in
      (0..<size.width).map { x[(y + origin.height) * wide.width + $0 + origin.width] }
    }
  }

  /// The solution of (AᵀA + ratio · L) x = Aᵀ y, by elimination.
  func leastSquares(_ y: [Double], ratio: Double) -> [Double] {
    let count = wide.height * wide.width
    var matrix = (0..<count).map { column in
      (0..<count).map { other in
        rows.reduce(0) { $0 + $1[column] * $1[other] }
      }
    }
    for p in 0..<count {
      for (dy, dx) in [(0, 1), (1, 0)] {
        let (py, px) = (p / wide.width + dy, p % wide.width + dx)
        guard py < wide.height && px < wide.width else { continue }
        let q = py * wide.width + px
        matrix[p][p] += ratio
        matrix[q][q] += ratio
        matrix[p][q] -= ratio
        matrix[q][p] -= ratio
      }
    }
    var right = spread(y)
    for pivot in 0..<count {
      for row in pivot + 1..<count {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        guard factor != 0 else { continue }
        for column in pivot..<count { matrix[row][column] -= factor * matrix[pivot][column] }
        right[row] -= factor * right[pivot]
      }
    }
    for row in (0..<count).reversed() {
      for column in row + 1..<count { right[row] -= matrix[row][column] * right[column] }
      right[row] /= matrix[row][row]
    }
    return picture(right)
  }
}

@Suite("Deconvolution")
struct DeconvolutionTests {
  private let kernel = Kernel(rows: [[0.1, 0.3, 0], [0.2, 0.25, 0.15]])
  private let image = Image.random(height: 5, width: 6, in: 20...220)

  @Test("Wiener's filter solves its equations, the outside among the unknowns")
  func wiener() throws {
    let model = BlurMatrix(kernel, of: Size2D(height: 5, width: 6))
    let expected = model.leastSquares(image.samples.map(Double.init), ratio: 0.05)
    for engine in Engine.available {
      let found = try Deconvolution(kernel, .wiener(noiseToSignal: 0.05))(image, engine: engine)
      let difference = largestDifference(found.samples.map(Double.init), expected)
      #expect(difference < 0.05, "\(engine.name): \(difference)")
    }
  }

  @Test("Richardson and Lucy's steps are those of the definition")
  func richardsonLucy() throws {
    let model = BlurMatrix(kernel, of: Size2D(height: 5, width: 6))
    let y = image.samples.map(Double.init)
    let weights = model.spread([Double](repeating: 1, count: 30))
    // The steps begin with the picture, its edges repeated.
    var x = (0..<model.wide.height).flatMap { row in
      (0..<model.wide.width).map { column in
        Double(
          image[
            min(max(row - model.origin.height, 0), 4), min(max(column - model.origin.width, 0), 5)])
      }
    }
    for _ in 0..<4 {
      let factors = model.spread(zip(y, model.blurred(x)).map { $0 / $1 })
      x = x.indices.map { weights[$0] < 1e-6 ? 0 : x[$0] * factors[$0] / weights[$0] }
    }
    let found = try Deconvolution(kernel, .richardsonLucy(iterations: 4))(image)
    #expect(largestDifference(found.samples.map(Double.init), model.picture(x)) < 0.01)
  }

  @Test("a flat picture stays flat, and channels do not mix")
  func flat() throws {
    let flat = Image(
      shape: ImageShape(height: 9, width: 8, channels: 2),
      samples: (0..<144).map { $0 % 2 == 0 ? 100 : 30 })
    let methods: [Deconvolution.Estimate] = [
      .wiener(noiseToSignal: 0.01), .richardsonLucy(iterations: 9),
    ]
    for method in methods {
      let found = try Deconvolution(.gaussian(sigma: 0.8), method)(flat)
      let difference = largestDifference(
        found.samples.map(Double.init), flat.samples.map(Double.init))
      #expect(difference < 0.01, "\(method): \(difference)")
    }
  }

  @Test("samples that are not finite change no output out of their reach much")
  func missing() throws {
    var broken = Image.random(height: 12, width: 12, in: 99...101)
    broken.samples[5 * 12 + 5] = .nan
    let found = try Deconvolution(.box(side: 3), .wiener(noiseToSignal: 0.1))(broken)
    let nans = found.samples.indices.filter { found.samples[$0].isNaN }
    #expect(nans == (4...6).flatMap { y in (4...6).map { y * 12 + $0 } })
    #expect(found.samples.allSatisfy { $0.isNaN || abs($0 - 100) < 5 })
  }

  @Test("the result does not depend on the number of threads")
  func threads() throws {
    let image = Image.random(height: 60, width: 50)
    let filter = Deconvolution(.gaussian(sigma: 1), .wiener(noiseToSignal: 0.01))
    #expect(try filter(image, threads: 3).samples == filter(image).samples)
  }
}
