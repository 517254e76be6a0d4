import ConvCore

extension Naive {
  /// Σ h · x over the cells that are not 0, kernels turned as convolution turns them: NaN and
  /// infinities are what double precision makes of them.
  public static func counted(
    _ image: Image, _ kernel: Kernel, border: Border, valid: Bool = false
  ) -> [Double] {
    let (height, width) = (image.shape.height, image.shape.width)
    let (kH, kW) = (kernel.size.height, kernel.size.width)
    let (a, b) = valid ? (kH - 1, kW - 1) : (kernel.anchor.y, kernel.anchor.x)
    var result: [Double] = []
    for m in 0..<(valid ? height - kH + 1 : height) {
      for n in 0..<(valid ? width - kW + 1 : width) {
        for channel in 0..<image.shape.channels {
          var sum = 0.0
          for i in 0..<kH {
            for j in 0..<kW where kernel[i, j] != 0 {
              sum += kernel[i, j] * value(image, m - i + a, n - j + b, channel, border)
            }
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  /// The middle of the sorted window, NaN with NaN.
  public static func median(_ image: Image, side: Int, border: Border) -> [Double] {
    windows(image, reach: (side - 1) / 2, border: border) { cells in
      let values = cells.map(\.value)
      return values.contains(where: \.isNaN) ? .nan : values.sorted()[values.count / 2]
    }
  }

  /// The bilateral mean of one channel over the disc of 3σ; cells of weight 0 are not multiplied.
  public static func bilateral(
    _ image: Image, spatial: Double, range: Double, border: Border
  ) -> [Double] {
    let reach = Int((3 * spatial).rounded(.up))
    return windows(image, reach: reach, border: border) { cells in
      let disc = cells.filter { $0.y * $0.y + $0.x * $0.x <= reach * reach }
      if disc.contains(where: \.value.isNaN) { return .nan }
      guard let center = disc.first(where: { $0.y == 0 && $0.x == 0 })?.value, center.isFinite
      else { return .nan }
      var (sum, total) = (0.0, 0.0)
      for cell in disc where cell.value.isFinite {
        let near = Double(cell.y * cell.y + cell.x * cell.x) / (2 * spatial * spatial)
        let alike = (cell.value - center) * (cell.value - center) / (2 * range * range)
        let weight = exponential(-near - alike)
        sum += weight * cell.value
        total += weight
      }
      return sum / total
    }
  }

  private static func windows(
    _ image: Image, reach: Int, border: Border,
    _ fold: ([(y: Int, x: Int, value: Double)]) -> Double
  ) -> [Double] {
    (0..<image.shape.height).flatMap { y in
      (0..<image.shape.width).flatMap { x in
        (0..<image.shape.channels).map { channel in
          fold(
            (-reach...reach).flatMap { i in
              (-reach...reach).map { j in (i, j, value(image, y + i, x + j, channel, border)) }
            })
        }
      }
    }
  }

  /// eˣ for x ≤ 0 by its series, halved until that converges at once.
  private static func exponential(_ x: Double) -> Double {
    if x < -700 { return 0 }
    if x < -0.5 {
      let half = exponential(x / 2)
      return half * half
    }
    var (term, sum) = (1.0, 1.0)
    for n in 1...20 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }
}
