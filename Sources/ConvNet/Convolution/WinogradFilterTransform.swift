import ConvCore
import RowLoops

/// Computes G w Gᵀ and Gᵀ m G for many 3×3 filters at once.
///
/// The transforms are correlations whose taps are the cells of a filter. Each plane holds one cell
/// of every filter.
package struct WinogradFilterTransform: Sendable {
  /// The matrix G, for the points 0, ±1, ±2 and ∞ (Lavin and Gray, 2016).
  private static let rows: [[Float]] = [
    [1 / 4, 0, 0], [-1 / 6, -1 / 6, -1 / 6], [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6], [1 / 24, -1 / 12, 1 / 6], [0, 0, 1],
  ]
  private static let forthWeights: [Float] = (0..<36 * 9).map { coefficient($0 / 9, $0 % 9) }
  private static let backWeights: [Float] = (0..<9 * 36).map { coefficient($0 % 36, $0 / 36) }

  /// Returns the weight of one of the 9 cells in one of the 36 factors.
  private static func coefficient(_ factor: Int, _ cell: Int) -> Float {
    rows[factor / 6][cell / 3] * rows[factor % 6][cell % 3]
  }

  private let filters: Int
  private let cellOffsets: [Int]
  private let sumOffsets: [Int]

  package init(filters: Int) {
    self.filters = filters
    cellOffsets = (0..<9).map { $0 * filters }
    sumOffsets = (0..<36).map { $0 * filters }
  }

  /// Computes 36 planes of factors from 9 planes of cells.
  package func forth(_ cells: [Float], into factors: inout [Float], _ engine: Engine) {
    combine(cells, cellOffsets, WinogradFilterTransform.forthWeights, 36, into: &factors, engine)
  }

  /// Computes 9 planes of cells from 36 planes of sums.
  func back(_ sums: [Float], into cells: inout [Float], _ engine: Engine) {
    combine(sums, sumOffsets, WinogradFilterTransform.backWeights, 9, into: &cells, engine)
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
