/// Which filter a row gets.
enum RowFiltering: Hashable, Sendable {
  /// None: noise becomes noisier by differences.
  case none
  /// The row above: drawings, whose rows repeat.
  case up
  /// For each row the filter whose bytes have the smallest entropy.
  case adaptive

  /// Plain rows first: they cost no time.
  static let all: [RowFiltering] = [.none, .up, .adaptive]
}
