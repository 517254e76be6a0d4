/// One position of the window with all its numbers.
package struct SlidingStep: Hashable, Sendable {
  /// One cell of the window.
  package struct Cell: Hashable, Sendable {
    /// The position of the cell, which may lie outside of the input.
    package let place: SlidingPosition
    /// The position whose value is read; `nil` where the border has a value of its own, and where a
    /// pooling counts nothing.
    package let source: SlidingPosition?
    /// Whether the cell lies outside of the input.
    package let isOutside: Bool
  }

  /// The output that the window gives; the input whose value is stamped in a transposed convolution.
  package let position: SlidingPosition
  /// The cells of the window, row by row.
  package let cells: [Cell]
  /// For each part the values under the window; `nil` where a pooling counts nothing.
  package let values: [[Float?]]
  /// For each part the products of coefficient and value, exact; empty for a pooling.
  package let products: [[Double]]
  /// For each part the sum of its products; empty for a pooling.
  package let partialSums: [Double]
  /// The output as the program's loops compute it; `nil` in a transposed convolution, whose stamp
  /// gives many outputs.
  package let output: Float?

  /// The sum of all parts; `nil` for a pooling.
  package var sum: Double? { partialSums.isEmpty ? nil : partialSums.reduce(0, +) }
}
