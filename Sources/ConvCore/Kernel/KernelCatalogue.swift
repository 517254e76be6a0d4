import Foundation

// The named kernels in convolution orientation. Convolution flips them, so a derivative is
// [1 0 −1], and its output is positive on a ramp that rises to the right.

extension Kernel {
  // MARK: Second derivatives

  /// The Laplacian over four neighbors, ∂²/∂x² + ∂²/∂y²: `[0 1 0; 1 −4 1; 0 1 0]`.
  public static let laplacian = Kernel(rows: [[0, 1, 0], [1, -4, 1], [0, 1, 0]])

  /// The Laplacian over eight neighbors: `[1 1 1; 1 −8 1; 1 1 1]`.
  public static let laplacian8 = Kernel(rows: [[1, 1, 1], [1, -8, 1], [1, 1, 1]])

  // MARK: First derivatives, not scaled

  /// d/dx with the smoothing `[1 2 1]` across (Sobel and Feldman, 1968).
  public static let sobelX = Kernel(vertical: [1, 2, 1], horizontal: [1, 0, -1])
  /// d/dy with the smoothing `[1 2 1]` across; positive where brightness rises downward.
  public static let sobelY = sobelX.transposed
  /// d/dx with `[3 10 3]` across: nearly the same response in all directions (Scharr, 2000).
  public static let scharrX = Kernel(vertical: [3, 10, 3], horizontal: [1, 0, -1])
  /// d/dy with `[3 10 3]` across.
  public static let scharrY = scharrX.transposed
  /// d/dx with a plain mean across (Prewitt, 1970).
  public static let prewittX = Kernel(vertical: [1, 1, 1], horizontal: [1, 0, -1])
  /// d/dy with a plain mean across.
  public static let prewittY = prewittX.transposed
  /// The falling diagonal, x[m, n] − x[m − 1, n − 1] (Roberts, 1963): positive where brightness
  /// rises to the right and downward.
  public static let robertsX = Kernel(rows: [[1, 0], [0, -1]])
  /// The rising diagonal, x[m, n − 1] − x[m − 1, n]: positive where brightness rises downward.
  public static let robertsY = Kernel(rows: [[0, 1], [-1, 0]])

  /// Kirsch's compass kernels (1971): `[5 5 5; −3 0 −3; −3 −3 −3]` in eight directions.
  public static let kirsch = compass(ring: [5, 5, 5, -3, -3, -3, -3, -3])
  /// Robinson's compass kernels (1977): Sobel's kernel in eight directions.
  public static let robinson = compass(ring: [1, 2, 1, 0, -1, -2, -1, 0])

  /// Returns eight 3×3 kernels, each with the ring of outer cells rotated by one more cell.
  private static func compass(ring: [Double]) -> [Kernel] {
    let places = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]
    return (0..<8).map { turn in
      var rows = [[Double]](repeating: [0, 0, 0], count: 3)
      for (index, place) in places.enumerated() {
        rows[place.0][place.1] = ring[(index - turn + 8) % 8]
      }
      return Kernel(rows: rows)
    }
  }

  // MARK: Smoothing, sum 1

  /// Returns the Gaussian exp(−r²/2σ²) with sum 1, cut at 4σ as in SciPy.
  ///
  /// - Precondition: `sigma`, in pixels, is positive.
  public static func gaussian(sigma: Double) -> Kernel {
    let samples = gaussianSamples(sigma)
    return Kernel(vertical: samples, horizontal: samples)
  }

  /// Returns the mean over `side` × `side` pixels.
  public static func box(side: Int) -> Kernel {
    Kernel(
      size: Size2D(side),
      coefficients: Array(repeating: 1 / Double(side * side), count: side * side))
  }

  /// Returns the integer Gaussian from a row of Pascal's triangle, σ² = (side − 1) / 4.
  public static func binomial(side: Int) -> Kernel {
    var row = [1.0]
    while row.count < side { row = zip([0] + row, row + [0]).map { ($0 + $1) / 2 } }
    return Kernel(vertical: row, horizontal: row)
  }

  /// Returns the mean along a line of `length` pixels, `angle` degrees counterclockwise from the x
  /// axis.
  ///
  /// The line consists of points an eighth of a pixel apart. Each point is distributed over its
  /// four neighboring cells.
  public static func motion(length: Double, angle: Double) -> Kernel {
    let (dx, dy) = direction(angle)
    let half = max(0, (length - 1) / 2)
    let radius = (
      x: Int((half * abs(dx) - 1e-9).rounded(.up)), y: Int((half * abs(dy) - 1e-9).rounded(.up))
    )
    let size = Size2D(height: 2 * radius.y + 1, width: 2 * radius.x + 1)
    var cells = [Double](repeating: 0, count: size.height * size.width)
    let steps = max(1, Int((half * 16).rounded(.up)))
    for step in 0...steps {
      let t = half * (2 * Double(step) / Double(steps) - 1)
      let (x, y) = (t * dx + Double(radius.x), t * dy + Double(radius.y))
      let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
      for row in max(top, 0)...min(max(top, 0) + 1, size.height - 1) {
        for column in max(left, 0)...min(max(left, 0) + 1, size.width - 1) {
          let share = max(0, 1 - abs(Double(column) - x)) * max(0, 1 - abs(Double(row) - y))
          cells[row * size.width + column] += share
        }
      }
    }
    let sum = cells.reduce(0, +)
    return Kernel(size: size, coefficients: cells.map { $0 / sum })
  }

  /// Returns the direction `angle` degrees counterclockwise from the x axis; rows run downward.
  private static func direction(_ angle: Double) -> (x: Double, y: Double) {
    let angle = angle.truncatingRemainder(dividingBy: 360) * .pi / 180
    return (cos(angle), -sin(angle))
  }

  // MARK: Sharpening and others

  /// The image minus its Laplacian: `[0 −1 0; −1 5 −1; 0 −1 0]`.
  public static let sharpen = Kernel(rows: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
  /// A relief with light from the top left; sum 1.
  public static let emboss = Kernel(rows: [[2, 1, 0], [1, 1, -1], [0, -1, -2]])
  /// The kernel that leaves the image unchanged.
  public static let identity = Kernel(rows: [[1]])

  /// Returns `(1 + amount) · identity − amount · Gaussian`; sum 1.
  public static func unsharp(sigma: Double, amount: Double) -> Kernel {
    let blur = gaussian(sigma: sigma)
    var cells = blur.coefficients.map { -amount * $0 }
    cells[cells.count / 2] += 1 + amount
    return Kernel(size: blur.size, coefficients: cells)
  }

  /// Returns the Laplacian of the Gaussian, ∇²G = (r²/σ⁴ − 2/σ²) · G, cut at 4σ.
  ///
  /// Its sum is made exactly 0 (Marr and Hildreth, 1980).
  public static func laplacianOfGaussian(sigma: Double) -> Kernel {
    let gaussian = gaussian(sigma: sigma)
    let variance = sigma * sigma
    // Below this variance the Gaussian is a single cell, and its Laplacian is 0.
    guard variance > 1e-300 else { return gaussian.scaled(by: 0) }
    return gaussian.zeroSum { r2, g in (r2 / variance - 2) / variance * g }
  }

  /// Returns the difference of two Gaussians, G(σ₁) − G(σ₂); sum 0.
  public static func differenceOfGaussians(sigma1: Double, sigma2: Double) -> Kernel {
    let (first, second) = (gaussianSamples(sigma1), gaussianSamples(sigma2))
    let side = max(first.count, second.count)
    func padded(_ samples: [Double]) -> Kernel {
      let pad = [Double](repeating: 0, count: (side - samples.count) / 2)
      return Kernel(vertical: pad + samples + pad, horizontal: pad + samples + pad)
    }
    let (minuend, subtrahend) = (padded(first).coefficients, padded(second).coefficients)
    let cells = minuend.indices.map { minuend[$0] - subtrahend[$0] }
    return Kernel(size: Size2D(side), coefficients: cells)
  }

  /// Returns a Gaussian times a cosine wave of `wavelength` pixels (Daugman, 1985).
  ///
  /// The wave runs `angle` degrees counterclockwise from the x axis. The sum is made 0, so that the
  /// response to a constant image is 0.
  public static func gabor(sigma: Double, wavelength: Double, angle: Double) -> Kernel {
    let gaussian = gaussian(sigma: sigma)
    let (dx, dy) = direction(angle)
    let (a, width) = (gaussian.anchor, gaussian.size.width)
    let wave = gaussian.coefficients.indices.map { index in
      let (y, x) = (Double(index / width - a.y), Double(index % width - a.x))
      return cos(2 * .pi * (x * dx + y * dy) / wavelength)
    }
    let weights = gaussian.coefficients
    var mean = 0.0
    for index in wave.indices { mean += wave[index] * weights[index] }
    let cells = wave.indices.map { (wave[$0] - mean) * weights[$0] }
    return Kernel(size: gaussian.size, coefficients: cells)
  }

  /// Returns a Gaussian times a sine wave: the kernel of ``gabor(sigma:wavelength:angle:)`` a quarter
  /// of a wave further.
  ///
  /// The kernel is odd, so that its sum is 0. Both responses together, √(e² + o²), are the energy of
  /// the wave at any phase.
  public static func gaborSine(sigma: Double, wavelength: Double, angle: Double) -> Kernel {
    let gaussian = gaussian(sigma: sigma)
    let (dx, dy) = direction(angle)
    let (a, width) = (gaussian.anchor, gaussian.size.width)
    let cells = gaussian.coefficients.indices.map { index in
      let (y, x) = (Double(index / width - a.y), Double(index % width - a.x))
      return sin(2 * .pi * (x * dx + y * dy) / wavelength) * gaussian.coefficients[index]
    }
    return Kernel(size: gaussian.size, coefficients: cells)
  }

  /// Returns one-dimensional samples of the Gaussian, cut at 4σ; sum 1.
  private static func gaussianSamples(_ sigma: Double) -> [Double] {
    let radius = max(1, Int(4 * sigma + 0.5))
    // The middle is 1 for every sigma: a sigma near 0 leaves the image unchanged.
    let samples = (-radius...radius).map { x in
      x == 0 ? 1 : exp(-Double(x * x) / (2 * sigma * sigma))
    }
    let sum = samples.reduce(0, +)
    return samples.map { $0 / sum }
  }

  /// Replaces each coefficient g at squared distance r² by f(r², g), minus the multiple of g that
  /// makes the sum 0.
  private func zeroSum(_ f: (Double, Double) -> Double) -> Kernel {
    var cells = coefficients
    for y in 0..<size.height {
      for x in 0..<size.width {
        let (dy, dx, index) = (y - anchor.y, x - anchor.x, y * size.width + x)
        cells[index] = f(Double(dy * dy + dx * dx), cells[index])
      }
    }
    let (excess, sum) = (cells.reduce(0, +), sum)
    for index in cells.indices { cells[index] -= excess * coefficients[index] / sum }
    return Kernel(size: size, coefficients: cells)
  }
}
