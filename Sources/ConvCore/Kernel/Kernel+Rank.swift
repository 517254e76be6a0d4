extension Kernel {
  /// A column and a row whose outer product is a kernel.
  public struct Factors: Hashable, Sendable {
    /// The column, one coefficient for each kernel row.
    public let vertical: [Double]
    /// The row, one coefficient for each kernel column.
    public let horizontal: [Double]
  }

  /// The number of nonzero singular values: the number of separable passes that equal the kernel.
  ///
  /// Singular values below 10⁻⁹ of the largest count as 0. The channels of a deeper kernel count as
  /// additional columns. For kernels with more than 64 rows and columns, the rank is the number of
  /// elimination steps, to the same bound; `nil` if more than 32 steps are needed.
  public var rank: Int? {
    if isProduct { return traits.cells > 0 ? 1 : 0 }
    guard min(size.height, size.width * depth) > 64 else {
      let values = singularValues
      let largest = values.max() ?? 0
      return values.count { $0 > 1e-9 * largest && $0 > 0 }
    }
    return eliminationRank(atMost: 32)
  }

  /// The rank as text, or "more than 32".
  public var rankText: String { rank.map(String.init) ?? "more than 32" }

  /// Counts the steps of elimination with full pivoting until the remainder is negligible.
  private func eliminationRank(atMost limit: Int) -> Int? {
    let width = size.width * depth
    var residual = coefficients
    let first = traits.largest
    var (place, pivot) = (traits.place, first)
    var terms = 0
    while pivot > 1e-9 * first && pivot > 0 {
      guard terms < limit else { return nil }
      terms += 1
      let (row, column, value) = (place / width, place % width, residual[place])
      let line = Array(residual[row * width..<(row + 1) * width])
      for y in 0..<size.height {
        let factor = residual[y * width + column] / value
        if factor == 0 { continue }
        for x in 0..<width { residual[y * width + x] -= factor * line[x] }
      }
      (place, pivot) = Kernel.largest(of: residual)
    }
    return terms
  }

  private static func largest(of values: [Double]) -> (place: Int, magnitude: Double) {
    var (place, magnitude) = (0, 0.0)
    for index in values.indices where abs(values[index]) > magnitude {
      (place, magnitude) = (index, abs(values[index]))
    }
    return (place, magnitude)
  }

  /// The two factors of a kernel of rank 1, or `nil` for any other rank or depth.
  ///
  /// The factors are the row u and the column through the largest coefficient p. For an integer
  /// kernel, u is divided by its greatest common divisor, so that both factors are integers and two
  /// exact passes equal the direct sum to the bit. For other kernels u is divided by p.
  public var factors: Factors? {
    guard depth == 1 else { return nil }
    let pivot = traits.place
    guard coefficients[pivot] != 0 else { return nil }
    let (row, column) = (pivot / size.width, pivot % size.width)
    let values = (0..<size.width).map { self[row, $0] }
    let divisor = isIntegral ? Kernel.greatestCommonDivisor(values) : coefficients[pivot]
    let horizontal = values.map { $0 / divisor }
    let factors = Factors(
      vertical: (0..<size.height).map { self[$0, column] / horizontal[column] },
      horizontal: horizontal)
    // A kernel built as a product differs from its factors only by rounding.
    if isProduct { return factors }
    return equals(factors, within: 1e-12 * abs(coefficients[pivot])) ? factors : nil
  }

  /// Returns columns and rows whose outer products add up to the kernel.
  ///
  /// `nil` if more than `limit` products would be needed or if the depth is not 1. An integer
  /// kernel is only split into one pair of integer factors, so that sums stay exact. For other
  /// kernels, full pivoting (adaptive cross approximation, Bebendorf 2000) subtracts the outer
  /// product of the row and the column through the largest coefficient, until the remainder is
  /// below 10⁻¹⁰ of the largest coefficient, far below the resolution of a float. If a kernel is
  /// one product but for one cell, as an unsharp mask is, the second term is that cell alone.
  func factorization(atMost limit: Int) -> [Factors]? {
    if let factors { return [factors] }
    guard depth == 1, !isIntegral else { return nil }
    if limit >= 2, let terms = productAndCell { return terms }
    let (height, width) = (size.height, size.width)
    var residual = coefficients
    var terms: [Factors] = []
    var (place, largest) = (traits.place, traits.largest)
    let bound = 1e-10 * largest
    while largest > bound {
      guard terms.count < limit else { return nil }
      let (row, column, value) = (place / width, place % width, residual[place])
      let vertical = (0..<height).map { residual[$0 * width + column] }
      let horizontal = (0..<width).map { residual[row * width + $0] / value }
      (place, largest) = (0, 0)
      for y in 0..<height {
        for x in 0..<width {
          let index = y * width + x
          let left = residual[index] - vertical[y] * horizontal[x]
          residual[index] = left
          if abs(left) > largest { (place, largest) = (index, abs(left)) }
        }
      }
      terms.append(Factors(vertical: vertical, horizontal: horizontal))
    }
    return terms.isEmpty ? nil : terms
  }

  /// A product that equals the kernel but for its largest coefficient, and that cell; `nil` if there
  /// is none.
  private var productAndCell: [Factors]? {
    let (height, width) = (size.height, size.width)
    let (row, column) = (traits.place / width, traits.place % width)
    let others = coefficients.indices.map {
      $0 / width == row || $0 % width == column ? 0 : coefficients[$0]
    }
    let (pivot, magnitude) = Kernel.largest(of: others)
    guard magnitude > 0 else { return nil }
    let product = Factors(
      vertical: (0..<height).map { self[$0, pivot % width] },
      horizontal: (0..<width).map { self[pivot / width, $0] / coefficients[pivot] })
    let rest = coefficients.indices.map {
      coefficients[$0] - product.vertical[$0 / width] * product.horizontal[$0 % width]
    }
    let bound = 1e-10 * traits.largest
    guard rest.indices.allSatisfy({ $0 == traits.place || abs(rest[$0]) <= bound }) else {
      return nil
    }
    let cell = Factors(
      vertical: (0..<height).map { $0 == row ? rest[traits.place] : 0 },
      horizontal: (0..<width).map { $0 == column ? 1 : 0 })
    return [product, cell]
  }

  private static func greatestCommonDivisor(_ values: [Double]) -> Double {
    values.reduce(0) { divisor, value in
      var (a, b) = (divisor, abs(value))
      while b > 0 { (a, b) = (b, a.truncatingRemainder(dividingBy: b)) }
      return a
    }
  }

  private func equals(_ factors: Factors, within tolerance: Double) -> Bool {
    let (vertical, horizontal) = (factors.vertical, factors.horizontal)
    for y in 0..<size.height {
      let start = y * size.width
      for x in 0..<size.width
      where abs(coefficients[start + x] - vertical[y] * horizontal[x]) > tolerance {
        return false
      }
    }
    return true
  }

  /// The singular values by one-sided Jacobi rotations (Hestenes, 1958).
  ///
  /// Pairs of columns are rotated until all columns are orthogonal; their lengths are then the
  /// singular values.
  private var singularValues: [Double] {
    let rows = size.height
    var columns = (0..<size.width * depth).map { column in
      (0..<rows).map { coefficients[$0 * size.width * depth + column] }
    }
    for _ in 0..<60 {
      var largestCosine = 0.0
      for p in columns.indices {
        for q in columns.indices.dropFirst(p + 1) {
          largestCosine = max(largestCosine, Kernel.orthogonalize(&columns, p, q))
        }
      }
      if largestCosine < 1e-14 { break }
    }
    return columns.map { column in column.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// Rotates two columns to be orthogonal and returns the cosine of their previous angle.
  private static func orthogonalize(_ columns: inout [[Double]], _ p: Int, _ q: Int) -> Double {
    var (a, b, c) = (0.0, 0.0, 0.0)
    for i in columns[p].indices {
      a += columns[p][i] * columns[p][i]
      b += columns[q][i] * columns[q][i]
      c += columns[p][i] * columns[q][i]
    }
    guard a > 0, b > 0, abs(c) > 1e-300 else { return 0 }
    let cosine = abs(c) / (a * b).squareRoot()
    if cosine < 1e-15 { return cosine }
    let zeta = (b - a) / (2 * c)
    let t = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
    let cosineOfRotation = 1 / (1 + t * t).squareRoot()
    let sine = cosineOfRotation * t
    for i in columns[p].indices {
      let (x, y) = (columns[p][i], columns[q][i])
      columns[p][i] = cosineOfRotation * x - sine * y
      columns[q][i] = sine * x + cosineOfRotation * y
    }
    return cosine
  }
}

extension Kernel.Factors {
  /// Whether all coefficients of both factors are integers.
  public var isIntegral: Bool { (vertical + horizontal).allSatisfy { $0 == $0.rounded() } }

  /// The rows from the first to the last coefficient of the column that is not 0.
  package var rows: Range<Int> { Kernel.Factors.support(of: vertical) }

  /// The columns from the first to the last coefficient of the row that is not 0.
  package var columns: Range<Int> { Kernel.Factors.support(of: horizontal) }

  private static func support(of values: [Double]) -> Range<Int> {
    guard let first = values.firstIndex(where: { $0 != 0 }),
      let last = values.lastIndex(where: { $0 != 0 })
    else { return 0..<0 }
    return first..<last + 1
  }
}
