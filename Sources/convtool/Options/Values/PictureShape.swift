import ArgumentParser
import ConvCore
import ConvNet

/// A height and a width, and the number of channels if it is given.
struct PictureShape: ExpressibleByArgument {
  let size: Size2D
  let channels: Int?

  /// Parses `HxW` or `HxWxC`.
  init?(argument: String) {
    let numbers = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...3).contains(numbers.count), let height = numbers[0],
      let width = numbers.count > 1 ? numbers[1] : height, (1...65535).contains(height),
      (1...65535).contains(width)
    else { return nil }
    size = Size2D(height: height, width: width)
    guard numbers.count == 3 else {
      channels = nil
      return
    }
    guard let last = numbers[2], (1...65535).contains(last) else { return nil }
    channels = last
  }

  /// Channels, height and width; one channel unless it is given.
  var shape: TensorShape {
    TensorShape(channels: channels ?? 1, height: size.height, width: size.width)
  }

  /// The form that is parsed.
  var text: String { "\(size.height)x\(size.width)" + (channels.map { "x\($0)" } ?? "") }

  static var allValueStrings: [String] { ["HxW or HxWxC up to 65535"] }
}
