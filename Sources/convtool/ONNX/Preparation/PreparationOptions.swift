import ArgumentParser
import ConvCore
import Foundation
import ImageFilters
import ONNX

/// The options that say how a picture becomes the input of a model.
struct PreparationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      How pictures are prepared; a note says what was done (default: for models of this program as \
      they were trained; for .onnx models as preprocessor_config.json beside them says, else \
      imagenet, or picture where the model takes any size). imagenet, caffe, tf, unit and raw: \
      short side scaled, center cut out, values as the name says; picture: whole, at its own size; \
      digit: as MNIST's digits; guess, for predict: all of them, in a table.
      """, valueName: "name"))
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
  @Option(help: "Cut this height x width out of the middle, after scaling.")
  var centerCrop: Size2D?
  @Option(help: "The order of the model's channels.") var channels: PicturePreparation.Channels?
  @Option(help: "The order of the model's dimensions where it cannot be seen.")
  var modelLayout: PictureInput.Layout?

  func validate() throws {
    if std?.values.contains(0) == true { throw ValidationError("--std takes no 0") }
    for (name, size) in [("--resize-to", resizeTo), ("--center-crop", centerCrop)] {
      if let size, size.height > 16384 || size.width > 16384 {
        throw ValidationError("\(name) takes sides up to 16384")
      }
    }
    if preprocess == .guess || preprocess == .digit, let other = values.first(where: \.1)?.0 {
      throw ValidationError("--preprocess \(preprocess?.rawValue ?? "") takes no \(other)")
    }
  }

  /// The options for values and sizes, and whether they were given.
  private var values: [(String, Bool)] {
    [
      ("--pixel-scale", pixelScale != nil), ("--mean", mean != nil), ("--std", std != nil),
      ("--resize-to", resizeTo != nil), ("--interpolation", interpolation != nil),
      ("--center-crop", centerCrop != nil), ("--channels", channels != nil),
    ]
  }

  /// Whether pictures are prepared in another way than digits are.
  var isGeneral: Bool { given != nil && preprocess != .digit }

  /// The name of the first option that was given; `nil` without any.
  var given: String? {
    let all =
      [("--preprocess", preprocess != nil)] + values + [("--model-layout", modelLayout != nil)]
    return all.first { $0.1 }?.0
  }

  /// The preparation with what was given by hand in place of its own values.
  func changed(_ preparation: PicturePreparation, for input: PictureInput) throws
    -> PicturePreparation
  {
    var result = preparation
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
      throw Failure(
        .usage,
        "\(mean == nil && std == nil ? result.title : "--mean and --std"): the model has "
          + "\(input.channels) channels, so mean and deviation are one number or \(input.channels)")
    }
    if let size = resizeTo {
      result.resize = .exact(height: size.height, width: size.width)
      result.crop = nil
    }
    if let centerCrop { result.crop = centerCrop }
    if values.contains(where: \.1) { result.title += ", changed by hand" }
    guard let size = result.crop ?? resizeTo else { return result }
    guard input.height ?? size.height == size.height, input.width ?? size.width == size.width
    else {
      throw Failure(
        .usage,
        "\(centerCrop != nil ? "--center-crop" : resizeTo != nil ? "--resize-to" : result.title) "
          + "\(size.height)x\(size.width): the model's input is "
          + "\(input.height.map(String.init) ?? "any")x\(input.width.map(String.init) ?? "any")")
    }
    return result
  }
}
