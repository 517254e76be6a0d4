/// The eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
///
///     A = Σ_k values[k] · vectors[k] · vectors[k]ᵀ
///
/// Cost: about 30·n³ products. Source: Golub and Van Loan, Matrix Computations, section 8.5.
struct SymmetricEigenvalues {
  /// The eigenvalues, in no order.
  let values: [Double]
  /// The eigenvectors, of length 1.
  let vectors: [[Double]]

  init(_ matrix: [[Double]]) {
    let n = matrix.count
    var a = matrix.flatMap(\.self)
    var rows = [Double](repeating: 0, count: n * n)
    for k in 0..<n { rows[k * n + k] = 1 }
    let scale = a.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<60 {
      var off = 0.0
      for p in 0..<n { for q in 0..<p { off += a[p * n + q] * a[p * n + q] } }
      if off <= 1e-30 * scale { break }
      for p in 0..<n {
        for q in p + 1..<max(n, p + 1) where a[p * n + q] != 0 {
          SymmetricEigenvalues.rotate(&a, &rows, p, q, n)
        }
      }
    }
    values = (0..<n).map { [a] in a[$0 * n + $0] }
    vectors = (0..<n).map { [rows] in Array(rows[$0 * n..<($0 + 1) * n]) }
  }

  /// Makes the element in row p and column q zero.
  private static func rotate(
    _ a: inout [Double], _ vectors: inout [Double], _ p: Int, _ q: Int, _ n: Int
  ) {
    let (pp, qq, pq) = (a[p * n + p], a[q * n + q], a[p * n + q])
    let theta = (qq - pp) / (2 * pq)
    let t = (theta >= 0 ? 1.0 : -1) / (theta.magnitude + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    turn(&a, p, q, c, t * c, n)
    turn(&vectors, p, q, c, t * c, n)
    // The matrix stays symmetric: columns are rows.
    for k in 0..<n where k != p && k != q {
      a[k * n + p] = a[p * n + k]
      a[k * n + q] = a[q * n + k]
    }
    (a[p * n + p], a[q * n + q]) = (pp - t * pq, qq + t * pq)
    (a[p * n + q], a[q * n + p]) = (0, 0)
  }

  /// Rotates rows p and q of a matrix.
  private static func turn(
    _ rows: inout [Double], _ p: Int, _ q: Int, _ c: Double, _ s: Double, _ n: Int
  ) {
    var span = rows.mutableSpan
    for k in 0..<n {
      let (x, y) = (span[p * n + k], span[q * n + k])
      span[p * n + k] = c * x - s * y
      span[q * n + k] = s * x + c * y
    }
  }
}
