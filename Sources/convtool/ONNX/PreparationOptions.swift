import ArgumentParser
import ConvCore
import Foundation
import ImageFilters
import ONNX

/// The options that say how a picture becomes the input of an ONNX model.
struct PreparationOptions: ParsableArguments {
  @Option(
    help: """
      How pictures are prepared for an ONNX model: short side scaled, center cut out, values as the \
      name says; or picture: whole, at its own size. A note says what was done (default: imagenet, \
      and picture where the model takes any size).
      """)
  var preprocess: PreparationName?
  @Option(
    help: "What values 0...255 are divided by, instead of the preparation's.",
    transform: Float.positive)
  var pixelScale: Float?
  @Option(help: "What is subtracted then, one number or one a channel: 0.485,0.456,0.406.")
  var mean: ChannelNumbers?
  @Option(help: "What is divided by then, one number or one a channel, none of them 0.")
  var std: ChannelNumbers?
  @Option(help: "Scale to this height x width, whatever the picture's shape.")
  var resizeTo: Size2D?
  @Option(help: "How pictures are scaled.") var interpolation: Interpolation?
  @Option(help: "The order of the model's channels.") var channels: PicturePreparation.Channels?
  @Option(help: "The order of the model's dimensions where it cannot be seen.")
  var modelLayout: PictureInput.Layout?

  func validate() throws {
    if std?.values.contains(0) == true { throw ValidationError("--std takes no 0") }
    if let resizeTo, resizeTo.height > 16384 || resizeTo.width > 16384 {
      throw ValidationError("--resize-to takes sides up to 16384")
    }
  }

  /// The name of the first option that was given; `nil` without any.
  var given: String? {
    let options: [(String, Bool)] = [
      ("--preprocess", preprocess != nil), ("--pixel-scale", pixelScale != nil),
      ("--mean", mean != nil), ("--std", std != nil), ("--resize-to", resizeTo != nil),
      ("--interpolation", interpolation != nil), ("--channels", channels != nil),
      ("--model-layout", modelLayout != nil),
    ]
    return options.first { $0.1 }?.0
  }

  /// The order of dimensions that was given.
  var layout: PictureInput.Layout? { modelLayout }

  /// The preparation for an input: the named one, with what was given by hand.
  func preparation(for input: PictureInput) throws -> PicturePreparation {
    let standard: PreparationName =
      input.height == nil && input.width == nil ? .picture : .imagenet
    var result = PicturePreparation(preprocess ?? standard, for: input)
    if let pixelScale { result.divisor = pixelScale }
    if let mean { result.mean = mean.values }
    if let std { result.deviation = std.values }
    if let interpolation { result.interpolation = interpolation }
    if let channels {
      guard (channels == .gray) == (input.channels == 1) else {
        throw Failure(
          .usage, "--channels \(channels.rawValue): the model's input has \(input.channels)")
      }
      result.channels = channels
    }
    for list in [result.mean, result.deviation] where ![1, input.channels].contains(list.count) {
      throw Failure(.usage, "--mean and --std take one number or \(input.channels)")
    }
    if let size = resizeTo {
      guard input.height ?? size.height == size.height, input.width ?? size.width == size.width
      else {
        throw Failure(
          .usage, "--resize-to \(size.height)x\(size.width): the model's input is another size")
      }
      result.sizing = .exact(height: size.height, width: size.width)
    }
    return result
  }
}
