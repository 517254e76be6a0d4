/// The choice of a row filter.
enum RowFiltering: Hashable, Sendable {
  /// No filter: differences make noise noisier.
  case none
  /// The difference to the row above: for drawings, whose rows repeat.
  case up
  /// The filter with the smallest entropy of the filtered bytes, for each row.
  case adaptive

  /// All choices; unfiltered rows come first because they cost no time.
  static let all: [RowFiltering] = [.none, .up, .adaptive]
}
