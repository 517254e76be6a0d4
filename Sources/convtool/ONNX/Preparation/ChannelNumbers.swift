import ArgumentParser
import ConvCore

/// One number, or one for each of three channels, as the value of an option.
struct ChannelNumbers: ExpressibleByArgument {
  let values: [Float]

  init?(argument: String) {
    let list = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { DecimalNumber.float($0) }
    guard [1, 3].contains(list.count), !list.contains(nil) else { return nil }
    values = list.compactMap(\.self)
  }

  static var allValueStrings: [String] { ["a number", "three numbers, comma-separated"] }
}
