extension Kernel {
  /// A column and a row whose outer product is a kernel.
  public struct Factors: Hashable, Sendable {
    /// One coefficient for each row.
    public let vertical: [Double]
    /// One coefficient for each column.
    public let horizontal: [Double]
  }

  /// The number of singular values that are not 0: how many separable passes the kernel equals.
  ///
  /// Values below 10⁻⁹ of the largest count as 0. Depth other than 1 is taken as more columns.
  public var rank: Int {
    let values = singularValues
    let largest = values.max() ?? 0
    return values.count { $0 > 1e-9 * largest && $0 > 0 }
  }

  /// The two factors of a kernel of rank 1, or `nil` for any other rank or depth.
  ///
  /// Taken from the row u and the column through the largest coefficient p. An integer kernel
  /// has integer factors (u is divided by its greatest common divisor), so that two exact passes
  /// equal the direct sum to the bit; any other u is divided by p.
  public var factors: Factors? {
    guard depth == 1,
      let pivot = coefficients.indices.max(by: { abs(coefficients[$0]) < abs(coefficients[$1]) }),
      coefficients[pivot] != 0
    else { return nil }
    let (row, column) = (pivot / size.width, pivot % size.width)
    let values = (0..<size.width).map { self[row, $0] }
    let divisor = isIntegral ? Kernel.greatestCommonDivisor(values) : coefficients[pivot]
    let horizontal = values.map { $0 / divisor }
    let factors = Factors(
      vertical: (0..<size.height).map { self[$0, column] / horizontal[column] },
      horizontal: horizontal)
    return differs(factors) <= 1e-12 * abs(coefficients[pivot]) ? factors : nil
  }

  /// Columns and rows whose outer products add up to the kernel, or `nil` when more than `limit`
  /// would be needed or the depth is not 1.
  ///
  /// An integer kernel is only ever split into the one pair of integer factors, so that sums stay
  /// exact. Others are peeled by full pivoting (adaptive cross approximation, Bebendorf 2000): the
  /// row and the column through the largest coefficient are subtracted until less than 10⁻¹⁰ of
  /// the largest is left, far below what a float resolves.
  func factorization(atMost limit: Int) -> [Factors]? {
    if let factors { return [factors] }
    guard depth == 1, !isIntegral, let largest = coefficients.map(abs).max() else { return nil }
    var residual = coefficients
    var terms: [Factors] = []
    while let pivot = residual.indices.max(by: { abs(residual[$0]) < abs(residual[$1]) }),
      abs(residual[pivot]) > 1e-10 * largest
    {
      guard terms.count < limit else { return nil }
      let (row, column, value) = (pivot / size.width, pivot % size.width, residual[pivot])
      let term = Factors(
        vertical: (0..<size.height).map { residual[$0 * size.width + column] },
        horizontal: (0..<size.width).map { residual[row * size.width + $0] / value })
      for index in residual.indices {
        residual[index] -= term.vertical[index / size.width] * term.horizontal[index % size.width]
      }
      terms.append(term)
    }
    return terms.isEmpty ? nil : terms
  }

  private static func greatestCommonDivisor(_ values: [Double]) -> Double {
    values.reduce(0) { divisor, value in
      var (a, b) = (divisor, abs(value))
      while b > 0 { (a, b) = (b, a.truncatingRemainder(dividingBy: b)) }
      return a
    }
  }

  private func differs(_ factors: Factors) -> Double {
    var largest = 0.0
    for y in 0..<size.height {
      for x in 0..<size.width {
        largest = max(largest, abs(self[y, x] - factors.vertical[y] * factors.horizontal[x]))
      }
    }
    return largest
  }

  /// One-sided Jacobi (Hestenes, 1958): columns are rotated in pairs until they are orthogonal;
  /// their lengths are then the singular values.
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

  /// Rotates two columns to be orthogonal and returns the cosine of the angle they had.
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
  /// Whether all factors are integers.
  public var isIntegral: Bool { (vertical + horizontal).allSatisfy { $0 == $0.rounded() } }
}
