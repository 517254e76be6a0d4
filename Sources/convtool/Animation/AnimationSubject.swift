import ArgumentParser
import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// The operation of an animation with its numbers, computed by the program's own filters.
struct AnimationSubject {
  var model: SlidingModel
  /// The value of white in the input; `nil` for the largest value that is shown.
  let white: Double?
  /// The operation in derived file names.
  let operation: String

  /// Makes the subject of a pooling.
  init(_ pooling: Pooling, name: String, input: AnimationInput) throws {
    let image = try input.response(of: try FilterChain(.identity), gray: true)
    try AnimationSubject.requirePlane(image, input)
    operation = name
    white = try AnimationSubject.white(input)
    model = try SlidingModel(
      pooling, input: image, names: (AnimationSubject.words(of: pooling), input.title))
  }

  /// Makes the subject of the last of some filters; the others run before it.
  init(
    _ filters: [NamedFilter], _ options: FilterOptions, operation: String, channel: Int?,
    input: AnimationInput
  ) throws {
    let last = filters[filters.count - 1]
    try AnimationSubject.requireKernel(last)
    let first = filters[0].filter
    let gray = !first.spansDepth || first.kernels[0].depth == 1
    let before =
      filters.count > 1
      ? try FilterCommand.chain(filters.dropLast(), options)
      : try FilterChain(.identity)
    let chain = try FilterCommand.chain(filters, options)
    let image = try input.response(of: before, gray: gray)
    if last.filter.kernels[0].depth == 1 { try AnimationSubject.requirePlane(image, input) }
    let stage = chain.stages[chain.stages.count - 1]
    let parts = stage.kernels.count * stage.kernels[0].depth
    if let channel, channel >= parts {
      throw Failure(.usage, "--channel \(channel): \(last.name) has 0...\(parts - 1)")
    }
    self.operation = operation
    var white = filters.count > 1 ? nil : try AnimationSubject.white(input)
    if let layer = last.filter as? ConvolutionLayerFilter, layer.divisor != 1 {
      white = white.map { $0 / Double(layer.divisor) }
    }
    self.white = white
    let output = try input.response(of: chain, gray: gray)
    model = SlidingModel(
      stage, input: image, output: output,
      names: (AnimationSubject.title(last), input.title))
    if let channel { model.shownPart = channel }
  }

  /// Makes the subject of a transposed convolution; a crop is the whole input.
  init(
    transposed filters: [NamedFilter], _ options: FilterOptions, operation: String,
    area: CropArea?, input: AnimationInput
  ) throws {
    let first = filters[0]
    try AnimationSubject.requireKernel(first)
    guard filters.count == 1, let filter = first.filter as? ConvolutionFilter,
      filter.kernels.count == 1, filter.kernels[0].depth == 1
    else {
      throw Failure(.usage, "--transposed takes one kernel of one channel, not \(first.name)")
    }
    var options = options
    switch (options.border, options.outputSize) {
    case (.zero, .same): break
    case (.replicate, .same), (_, .valid): options.outputSize = .valid
    default:
      throw Failure(
        .usage,
        "--border \(options.border) cannot apply: stamps read nothing outside; zero cuts the output, "
          + "valid keeps every stamp whole")
    }
    let stage = try FilterCommand.chain(filters, options).stages[0]
    let whole = try input.response(of: try FilterChain(.identity), gray: true)
    try AnimationSubject.requirePlane(whole, input)
    let cut = try AnimationSubject.cut(whole, area, options, filter.kernels[0].size)
    self.operation = operation + "-transposed"
    white = try AnimationSubject.white(input)
    model = try SlidingModel(
      transposed: stage.kernels[0], options: options, input: cut,
      names: (AnimationSubject.title(first), input.title))
  }

  private static func cut(
    _ image: Image, _ area: CropArea?, _ options: FilterOptions,
    _ window: Size2D
  ) throws -> Image {
    let size = image.shape.size
    let crop: SlidingCrop
    if let area {
      try requireInside(area, size)
      crop = SlidingCrop(rows: area.rows, columns: area.columns)
    } else {
      crop = SlidingCrop(
        lively: image,
        height: SlidingCrop.side(size.height, options.stride.y, window.height),
        width: SlidingCrop.side(size.width, options.stride.x, window.width))
    }
    return Image(
      shape: ImageShape(height: crop.rows.count, width: crop.columns.count, channels: 1),
      samples: crop.positions.map { image[$0.y, $0.x] })
  }

  /// Refuses a crop that does not lie in the picture.
  static func requireInside(_ area: CropArea, _ size: Size2D) throws {
    guard area.rows.upperBound <= size.height && area.columns.upperBound <= size.width else {
      throw Failure(
        .usage, "--crop \(area.defaultValueDescription) lies outside the input of \(size)")
    }
  }

  private static func requireKernel(_ filter: NamedFilter) throws {
    let kernels = filter.filter.kernels
    guard !kernels.isEmpty else {
      throw Failure(
        .usage,
        "\(filter.name) has no kernel that slides: animate shows convolutions, --pool and "
          + "units of layers")
    }
    if filter.filter is FilterBank, kernels.count > 1 {
      throw Failure(
        .usage, "the bank has \(kernels.count) kernels: animate shows one, name it with --kernel")
    }
  }

  private static func requirePlane(_ image: Image, _ input: AnimationInput) throws {
    guard image.shape.channels == 1 else {
      throw Failure(
        .damagedInput,
        "\(input.name): an array of \(image.shape.channels) channels is no picture: animate shows one "
          + "channel, or a kernel that spans them all")
    }
  }

  private static func white(_ input: AnimationInput) throws -> Double? {
    try input.reader().info.sampleType.maximum.map(Double.init)
  }

  /// What the title calls a filter.
  private static func title(_ filter: NamedFilter) -> String {
    if filter.filter is ConvolutionLayerFilter {
      let words = filter.name.split(separator: "-")
      return words.count == 2 ? "\(words[0]), unit \(words[1])," : filter.name
    }
    if filter.name == "kernel" || filter.name == "bank" {
      return "\(filter.filter.kernels[0].size) kernel"
    }
    let values = filter.label.dropFirst(filter.name.count)
    return filter.name + values.replacing("--", with: " −").replacing("-", with: " ")
  }

  private static func words(of pooling: Pooling) -> String {
    let kind =
      switch pooling.kind {
      case .maximum: "max"
      case .average: "average"
      case .minimum: "min"
      case .rootMeanSquare: "l2"
      case .median: "median"
      }
    return "\(pooling.size) \(kind) pooling"
  }
}
