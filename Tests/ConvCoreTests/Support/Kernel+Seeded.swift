import ConvCore

extension Kernel {
  /// A kernel of seeded integers, −3…3.
  static func integers(_ size: Size2D, seed: UInt64) -> Kernel {
    var generator = SplitMix64(seed: seed)
    return Kernel(
      size: size,
      coefficients: (0..<size.height * size.width).map { _ in
        Double(Int.random(in: -3...3, using: &generator))
      })
  }

  /// A kernel of seeded fractions, 0.1…1.
  static func fractions(_ size: Size2D, seed: UInt64) -> Kernel {
    var generator = SplitMix64(seed: seed)
    return Kernel(
      size: size,
      coefficients: (0..<size.height * size.width).map { _ in
        Double.random(in: 0.1...1, using: &generator)
      })
  }

  /// A kernel of sums of outer products.
  static func ofRank(_ rank: Int, _ size: Size2D) -> Kernel {
    let terms = (0..<rank).map { term -> [Double] in
      let vertical = fractions(Size2D(height: size.height, width: 1), seed: UInt64(term + 10))
      let horizontal = fractions(Size2D(height: 1, width: size.width), seed: UInt64(term + 20))
      return vertical.coefficients.flatMap { v in horizontal.coefficients.map { v * $0 } }
    }
    return Kernel(
      size: size,
      coefficients: (0..<size.height * size.width).map { index in
        terms.reduce(0) { $0 + $1[index] }
      })
  }

  /// The mean of its cells.
  static func mean(_ size: Size2D) -> Kernel {
    let cells = size.height * size.width
    return Kernel(size: size, coefficients: [Double](repeating: 1 / Double(cells), count: cells))
  }

  /// The same kernel, times what makes its sum this one.
  func scaled(toSum sum: Double) -> Kernel {
    let total = coefficients.reduce(0, +)
    return Kernel(size: size, coefficients: coefficients.map { $0 / total * sum })
  }
}
