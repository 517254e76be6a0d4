import ArgumentParser
import ConvCore

/// The value of `--pool`: a kind of pooling, and its window behind a comma.
struct PoolingChoice: ExpressibleByArgument {
  let kind: PoolCommand.Kind
  let size: Size2D

  init?(argument: String) {
    let parts = argument.split(
      separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = parts.first.flatMap({ PoolCommand.Kind(rawValue: String($0)) }),
      let size = Size2D(argument: parts.count > 1 ? String(parts[1]) : "2")
    else { return nil }
    (self.kind, self.size) = (kind, size)
  }

  static let allValueStrings = ["max, average, min, l2 or median, with ,H or ,HxW for the window"]
}
