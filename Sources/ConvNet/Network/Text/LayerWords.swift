import ConvCore

/// The words of one layer, read as a layer.
struct LayerWords {
  private let name: String
  private let words: [String]
  /// The layer in messages.
  private let label: String

  init(_ words: [String], label: String) {
    name = words[0].lowercased()
    self.words = words.dropFirst().map { $0.lowercased() }
    self.label = label
  }

  private static let known =
    "conv, batchnorm, relu, leaky, dropout, pool, max-pool, average-pool, global-average, flatten, "
    + "dense, residual"

  /// The layer.
  func layer() throws(LayerTextError) -> any Layer {
    switch name {
    case "conv", "conv2d": return try convolution()
    case "depthwise":
      return try LayerWords(["conv", "depthwise"] + words, label: label).convolution()
    case "batchnorm", "batch-norm", "bn":
      return BatchNorm(activation: try activation(words[...]))
    case "relu": return try alone(ReLU())
    case "leaky", "leaky-relu": return LeakyReLU(slope: try number(in: 1e-6...1, 0.01))
    case "dropout": return Dropout(rate: try number(in: 0...0.99))
    case "pool", "max-pool", "maxpool":
      let pool = try pooling()
      return MaxPool2D(size: pool.size, stride: pool.stride, padding: pool.padding)
    case "average-pool", "avg-pool", "avgpool":
      let pool = try pooling()
      return AvgPool2D(size: pool.size, stride: pool.stride, padding: pool.padding)
    case "global-average", "global-average-pool": return try alone(GlobalAvgPool2D())
    case "flatten": return try alone(Flatten())
    case "dense": return try dense()
    case "softmax":
      throw error("leave it out: the last layer's sums pass softmax by themselves")
    default: throw error("'\(name)' is no layer: \(LayerWords.known)")
    }
  }

  // MARK: Layers

  private func convolution() throws(LayerTextError) -> Conv2D {
    var options = LayerOptions(words[...], label: label)
    var filters: Int?
    var isDepthwise = false
    if options.first == "depthwise" {
      isDepthwise = true
      options.removeFirst()
    } else {
      guard options.first != nil else { throw error("number and size are missing: conv 16 3x3") }
      filters = try options.whole("the number of filters", in: 1...65536)
      isDepthwise = options.take("depthwise")
    }
    guard options.first != nil else { throw error("the size is missing, as 3x3") }
    let size = try options.size("the size of the filters", in: 1...1024)
    var (stride, padding, dilation, groups) = (Size2D(1), ConvPadding.valid, 1, 1)
    var activation = Activation.linear
    while let word = options.first {
      options.removeFirst()
      switch word {
      case "stride": stride = try options.size("the stride", in: 1...1024)
      case "padding":
        padding =
          options.take("same")
          ? .same
          : options.take("valid")
            ? .valid
            : .explicit(try options.size("the padding", in: 0...1024))
      case "dilation": dilation = try options.whole("the dilation", in: 1...1024)
      case "groups": groups = try options.whole("the number of groups", in: 1...65536)
      case "depthwise": isDepthwise = true
      case "relu": activation = .relu
      default:
        throw error(
          "'\(word)' is no option: stride N, padding N, padding same, dilation N, groups N, "
            + "depthwise, relu")
      }
    }
    guard isDepthwise else {
      return Conv2D(
        filters: filters ?? 1, kernelSize: size,
        stride: Stride2D(y: stride.height, x: stride.width), padding: padding,
        dilation: dilation, groups: groups, activation: activation)
    }
    if groups != 1 { throw error("depthwise has a group for each channel, not \(groups)") }
    return Conv2D(
      ConvBlueprint(
        filters: filters ?? 1, isPerChannel: filters == nil, kernelSize: size,
        stride: Stride2D(y: stride.height, x: stride.width), padding: padding,
        dilation: dilation, groups: 0, initialization: .he), activation: activation)
  }

  private func pooling() throws(LayerTextError) -> (
    size: Size2D, stride: Stride2D?, padding: Size2D
  ) {
    var options = LayerOptions(words[...], label: label)
    guard options.first != nil else { throw error("the size is missing, as \(name) 2") }
    let size = try options.size("the window", in: 1...1024)
    var stride: Stride2D?
    var padding = Size2D(0)
    while let word = options.first {
      options.removeFirst()
      switch word {
      case "stride":
        let step = try options.size("the stride", in: 1...1024)
        stride = Stride2D(y: step.height, x: step.width)
      case "padding":
        if options.take("same") {
          guard size.height % 2 == 1 && size.width % 2 == 1 else {
            throw error("padding same needs a window with a center, and \(size) has none")
          }
          padding = Size2D(height: size.height / 2, width: size.width / 2)
        } else {
          padding = try options.size("the padding", in: 0...1024)
        }
      default: throw error("'\(word)' is no option: stride N, padding N, padding same")
      }
    }
    guard padding.height < size.height && padding.width < size.width else {
      throw error("padding \(padding) leaves windows of \(size) outside the picture")
    }
    return (size, stride, padding)
  }

  private func dense() throws(LayerTextError) -> Dense {
    guard let first = words.first, first != "relu" && first != "softmax" else {
      return Dense(activation: try activation(words[...]))
    }
    var options = LayerOptions(words[...], label: label)
    let outputs = try options.whole("the number of outputs", in: 1...65536)
    return Dense(outputs, activation: try activation(options.rest))
  }

  // MARK: Words

  private func activation(_ words: ArraySlice<String>) throws(LayerTextError) -> Activation {
    guard let word = words.first else { return .linear }
    if word == "softmax" {
      throw error("leave softmax out: the last layer's sums pass it by themselves")
    }
    guard word == "relu", words.count == 1 else {
      throw error("'\(words.joined(separator: " "))': only relu may follow")
    }
    return .relu
  }

  private func alone(_ layer: any Layer) throws(LayerTextError) -> any Layer {
    guard let word = words.first else { return layer }
    throw error("'\(word)' is too much: \(name) stands alone, and ; before the next layer")
  }

  private func number(
    in range: ClosedRange<Float>, _ fallback: Float? = nil
  ) throws(LayerTextError) -> Float {
    guard let word = words.first else {
      if let fallback { return fallback }
      throw error("its number is missing, as \(name) 0.5")
    }
    guard words.count == 1, let value = Float(word), range.contains(value) else {
      throw error(
        "'\(words.joined(separator: " "))' is not one number from "
          + "\(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private func error(_ reason: String) -> LayerTextError { LayerTextError("\(label): \(reason)") }
}
