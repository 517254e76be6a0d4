import ArgumentParser
import FeatureMaps

/// The value of `--stops`: positions, each row,column, with blanks or semicolons between them.
struct StopList: ExpressibleByArgument {
  let positions: [SlidingPosition]

  init?(argument: String) {
    let parts = argument.split { " ;".contains($0) }
    positions = parts.compactMap { part in
      guard part.contains(","), let pair = SidePair(String(part), from: 0) else { return nil }
      return SlidingPosition(y: pair.first, x: pair.second)
    }
    guard !parts.isEmpty && positions.count == parts.count else { return nil }
  }

  static let allValueStrings = ["row,column, or several with blanks between them"]
}
