import ConvCore

/// The definitions, written out in double precision: what every fast path is compared with.
public enum Naive {
  /// y[m, n] = Σ h[i, j] · x[s·m ∓ d·(i − a), s·n ∓ d·(j − b)], straight from the definition.
  public static func filtered(
    _ image: Image, _ kernel: Kernel, border: Border, flips: Bool = true, valid: Bool = false,
    stride: Stride2D = .one, dilation: Int = 1
  ) -> [Double] {
    let (height, width) = (image.shape.height, image.shape.width)
    let (kH, kW) = (kernel.size.height, kernel.size.width)
    let spans = kernel.depth > 1
    // Under `valid` the first window starts at the first pixel, whatever the anchor.
    let a = valid ? (flips ? kH - 1 : 0) : kernel.anchor.y
    let b = valid ? (flips ? kW - 1 : 0) : kernel.anchor.x
    let rows = valid ? height - (kH - 1) * dilation : height
    let columns = valid ? width - (kW - 1) * dilation : width
    var result: [Double] = []
    for m in Swift.stride(from: 0, to: rows, by: stride.y) {
      for n in Swift.stride(from: 0, to: columns, by: stride.x) {
        for channel in 0..<(spans ? 1 : image.shape.channels) {
          var sum = 0.0
          for i in 0..<kH {
            for j in 0..<kW {
              let y = flips ? m - dilation * (i - a) : m + dilation * (i - a)
              let x = flips ? n - dilation * (j - b) : n + dilation * (j - b)
              for c in 0..<kernel.depth {
                sum += kernel[i, j, c] * value(image, y, x, spans ? c : channel, border)
              }
            }
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  /// A pixel anywhere on the plane, found by walking back into the image step by step.
  public static func value(
    _ image: Image, _ y: Int, _ x: Int, _ channel: Int, _ border: Border
  ) -> Double {
    guard let row = place(y, image.shape.height, border),
      let column = place(x, image.shape.width, border)
    else {
      if case .constant(let value) = border { return Double(value) }
      return 0
    }
    return Double(image[row, column, channel])
  }

  private static func place(_ position: Int, _ count: Int, _ border: Border) -> Int? {
    var p = position
    while p < 0 || p >= count {
      switch border {
      case .zero, .constant: return nil
      case .replicate: p = p < 0 ? 0 : count - 1
      case .symmetric: p = p < 0 ? -1 - p : 2 * count - 1 - p
      case .reflect101: p = count == 1 ? 0 : (p < 0 ? -p : 2 * (count - 1) - p)
      case .wrap: p = p < 0 ? p + count : p - count
      }
    }
    return p
  }
}

/// The largest difference between two sequences, relative to `scale`.
///
/// - Returns: Infinity when their lengths differ or a value is not a number.
public func largestDifference(
  _ a: some Sequence<Double>, _ b: some Sequence<Double>, relativeTo scale: Double = 1
) -> Double {
  var left = a.makeIterator()
  var right = b.makeIterator()
  var largest = 0.0
  while true {
    switch (left.next(), right.next()) {
    case (nil, nil): return largest / max(scale, .leastNormalMagnitude)
    case (let x?, let y?):
      guard x.isFinite && y.isFinite else { return .infinity }
      largest = max(largest, abs(x - y))
    default: return .infinity
    }
  }
}

extension Image {
  /// An image of seeded values `low...high`, integers unless `real`.
  public static func random(
    height: Int, width: Int, channels: Int = 1, in range: ClosedRange<Float> = 0...255,
    real: Bool = false, seed: UInt64 = 1
  ) -> Image {
    var generator = SplitMix64(seed: seed)
    let shape = ImageShape(height: height, width: width, channels: channels)
    return Image(
      shape: shape,
      samples: (0..<shape.count).map { _ in
        let value = Float.random(in: range, using: &generator)
        return real ? value : value.rounded()
      })
  }
}

extension Kernel {
  /// A kernel of seeded values, integers −9…9 unless `real`.
  public static func random(
    height: Int, width: Int, depth: Int = 1, real: Bool = false, seed: UInt64 = 1
  ) -> Kernel {
    var generator = SplitMix64(seed: seed &* 77 &+ 5)
    return Kernel(
      size: Size2D(height: height, width: width), depth: depth,
      coefficients: (0..<height * width * depth).map { _ in
        real
          ? Double.random(in: -1...1, using: &generator)
          : Double(Int.random(in: -9...9, using: &generator))
      })
  }
}

extension Border {
  /// Every border, for tests.
  public static let examples: [Border] = [
    .zero, .constant(7.5), .replicate, .symmetric, .reflect101, .wrap,
  ]
}
