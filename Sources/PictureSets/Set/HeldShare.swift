/// How many pictures are held out of learning: a number, or a share of all.
package enum HeldShare: Hashable, Sendable {
  /// A number of pictures.
  case count(Int)
  /// A share from 0 to below 1.
  case share(Double)

  /// The share of `total` pictures.
  func of(_ total: Int) -> Double {
    switch self {
    case .count(let count): total > 0 ? Double(count) / Double(total) : 0
    case .share(let share): share
    }
  }
}
