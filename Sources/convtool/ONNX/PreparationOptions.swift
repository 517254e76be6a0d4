import ArgumentParser
import ConvCore
import Foundation
import ImageFilters
import ONNX

/// The options that say how a picture becomes the input of an ONNX model.
struct PreparationOptions: ParsableArguments {
  @Option(
    help: """
      How pictures are prepared for an ONNX model: imagenet (default where the input has a fixed \
      size), caffe, tf, unit, raw: short side scaled, center cut out; or picture: whole, at its own \
      size (default elsewhere). Each prints in a note what it does.
      """)
  var preprocess: String?
  @Option(help: "What values 0...255 are divided by, instead of the preparation's.")
  var pixelScale: Float?
  @Option(help: "What is subtracted then, one number or one a channel: 0.485,0.456,0.406.")
  var mean: String?
  @Option(help: "What is divided by then, one number or one a channel.") var std: String?
  @Option(help: "Scale to HxW, whatever the picture's shape, instead of scaling and cutting.")
  var resizeTo: String?
  @Option(help: "bilinear, bicubic or nearest.") var interpolation: String?
  @Option(help: "The order of the model's channels: rgb, bgr or gray.") var channels: String?
  @Option(help: "The order of the model's dimensions, nchw or nhwc, where it cannot be seen.")
  var modelLayout: String?

  func validate() throws {
    if let preprocess, !PicturePreparation.names.contains(preprocess) {
      throw ValidationError(
        "--preprocess takes \(PicturePreparation.names.joined(separator: ", ")), not '\(preprocess)'"
      )
    }
    if let pixelScale, !(pixelScale.isFinite && pixelScale != 0) {
      throw ValidationError("--pixel-scale takes a number other than 0")
    }
    for (name, text) in [("--mean", mean), ("--std", std)] {
      guard let text else { continue }
      guard let list = PreparationOptions.numbers(text), name == "--mean" || !list.contains(0) else {
        throw ValidationError("\(name) takes one or three numbers with commas, not '\(text)'")
      }
    }
    if let resizeTo, PreparationOptions.size(resizeTo) == nil {
      throw ValidationError("--resize-to takes HxW such as 224x224, not '\(resizeTo)'")
    }
    if let interpolation, Interpolation(rawValue: interpolation) == nil {
      throw ValidationError("--interpolation takes bilinear, bicubic or nearest")
    }
    if let channels, PicturePreparation.Channels(rawValue: channels) == nil {
      throw ValidationError("--channels takes rgb, bgr or gray, not '\(channels)'")
    }
    if let modelLayout, PictureInput.Layout(rawValue: modelLayout) == nil {
      throw ValidationError("--model-layout takes nchw or nhwc, not '\(modelLayout)'")
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
  var layout: PictureInput.Layout? { modelLayout.flatMap(PictureInput.Layout.init) }

  /// The preparation for an input: the named one, with what was given by hand.
  func preparation(for input: PictureInput) throws -> PicturePreparation {
    let standard = input.height == nil && input.width == nil ? "picture" : "imagenet"
    guard var result = PicturePreparation(name: preprocess ?? standard, for: input) else {
      throw Failure(.usage, "no preparation '\(preprocess ?? "")'")
    }
    if let pixelScale { result.divisor = pixelScale }
    if let list = mean.flatMap(PreparationOptions.numbers) { result.mean = list }
    if let list = std.flatMap(PreparationOptions.numbers) { result.deviation = list }
    if let interpolation = interpolation.flatMap(Interpolation.init) {
      result.interpolation = interpolation
    }
    if let channels = channels.flatMap(PicturePreparation.Channels.init) {
      guard (channels == .gray) == (input.channels == 1) else {
        throw Failure(
          .usage, "--channels \(channels.rawValue): the model's input has \(input.channels)")
      }
      result.channels = channels
    }
    for list in [result.mean, result.deviation] where ![1, input.channels].contains(list.count) {
      throw Failure(.usage, "--mean and --std take one number or \(input.channels)")
    }
    if let size = resizeTo.flatMap(PreparationOptions.size) {
      guard input.height ?? size.height == size.height, input.width ?? size.width == size.width
      else {
        throw Failure(.usage, "--resize-to \(resizeTo ?? ""): the model's input is another size")
      }
      result.sizing = .exact(height: size.height, width: size.width)
    }
    return result
  }

  private static func numbers(_ text: String) -> [Float]? {
    let list = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { DecimalNumber.float($0) }
    guard [1, 3].contains(list.count), !list.contains(nil) else { return nil }
    return list.compactMap(\.self)
  }

  private static func size(_ text: String) -> (height: Int, width: Int)? {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard sides.count == 2, sides.allSatisfy({ (1...16384).contains($0) }) else { return nil }
    return (sides[0], sides[1])
  }
}
