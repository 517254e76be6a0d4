import ConvCore
import RowLoops

/// Computes G w Gᵀ and Gᵀ m G for many 3×3 filters at once.
///
/// The transforms are correlations whose taps are the cells of a filter. Each plane holds one cell
/// of every filter.
package struct WinogradFilterTransform: Sendable {
  /// The weights for tiles of 4×4 outputs: the points 0, ±1, ±2 and ∞ (Lavin and Gray, 2016).
  private static let four = WinogradFilterTransform.weights([
    [1 / 4, 0, 0], [-1 / 6, -1 / 6, -1 / 6], [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6], [1 / 24, -1 / 12, 1 / 6], [0, 0, 1],
  ])
  /// The weights for tiles of 2×2 outputs: the points 0, ±1 and ∞.
  private static let two = WinogradFilterTransform.weights([
    [1, 0, 0], [1 / 2, 1 / 2, 1 / 2], [1 / 2, -1 / 2, 1 / 2], [0, 0, 1],
  ])

  /// Returns the weights of the 9 cells in all factors, and those of all factors in the 9 cells.
  private static func weights(_ matrix: [[Float]]) -> (forth: [Float], back: [Float]) {
    let side = matrix.count
    let coefficient = { (factor: Int, cell: Int) -> Float in
      matrix[factor / side][cell / 3] * matrix[factor % side][cell % 3]
    }
    let factors = side * side
    return (
      (0..<factors * 9).map { coefficient($0 / 9, $0 % 9) },
      (0..<factors * 9).map { coefficient($0 % factors, $0 / factors) }
    )
  }

  private let filters: Int
  private let cellOffsets: [Int]
  private let sumOffsets: [Int]
  private let weights: (forth: [Float], back: [Float])

  /// The number of factors of a filter: 36, or 16 for tiles of 2×2 outputs.
  package var positions: Int { sumOffsets.count }

  /// Creates a transform for tiles of 4×4 or 2×2 outputs.
  package init(filters: Int, side: Int = 4) {
    precondition(side == 4 || side == 2)
    self.filters = filters
    weights = side == 2 ? WinogradFilterTransform.two : WinogradFilterTransform.four
    cellOffsets = (0..<9).map { $0 * filters }
    sumOffsets = (0..<(side + 2) * (side + 2)).map { $0 * filters }
  }

  /// Computes planes of factors, one for each position, from 9 planes of cells.
  package func forth(_ cells: [Float], into factors: inout [Float], _ engine: Engine) {
    combine(cells, cellOffsets, weights.forth, positions, into: &factors, engine)
  }

  /// Computes 9 planes of cells from the planes of sums.
  func back(_ sums: [Float], into cells: inout [Float], _ engine: Engine) {
    combine(sums, sumOffsets, weights.back, 9, into: &cells, engine)
  }

  private func combine(
    _ input: [Float], _ offsets: [Int], _ weights: [Float], _ outputs: Int,
    into output: inout [Float], _ engine: Engine
  ) {
    precondition(input.count >= offsets.count * filters && output.count >= outputs * filters)
    var span = output.mutableSpan
    engine.loops.correlate(
      input.span, from: 0, offsets: offsets.span, weights: weights.span, outputs: outputs,
      into: &span, at: 0, outputStride: filters, count: filters)
  }
}
