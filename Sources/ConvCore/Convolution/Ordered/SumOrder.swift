/// The precision and the order of the products that a sum is made of.
///
/// Floating-point sums depend on both: a sum that lies next to a half, or next to an integer where
/// fractions are cut, becomes another level.
package enum SumOrder: Hashable, Sendable {
  /// Doubles, cell after cell, rows from the top, columns from the left.
  case doubles
  /// Floats, cell after cell, each product fused with its addition; the last values of a row, up to
  /// three behind a multiple of four, are not fused.
  case fusedFloats
  /// Floats, the sum of each row of cells on its own, then these sums from the bottom row up.
  case rowFloats
  /// Doubles, the middle cell of a row or column first, then pairs of samples at the same distance,
  /// from the outermost, added before they are multiplied.
  case pairedDoubles
  /// Doubles, down the columns and then along the rows: a kernel that is the product of a column and
  /// a row, both symmetric. It takes no stride.
  case separable(vertical: [Double], horizontal: [Double])
}
