import ConvCore

/// Builds the layers of a network one after the other.
struct NetworkAssembly {
  private let input: TensorShape
  private let classes: Int
  private var generator: SplitMix64
  private var layers: [any Layer] = []
  private var inputs: [[Int]] = []
  /// The shapes of the activations; the last one is the input of the next layer.
  private var shapes: [TensorShape]
  /// The activation that the next layer reads.
  private var current = 0
  /// For each activation, how its height and width came about.
  private var trails: [SizeTrail]
  /// Elements so far.
  private var number = 0
  private var weights = 0
  private var values = 0

  /// The largest number of weights of a network: 256 MB, of which training keeps five copies.
  private static let mostWeights = 1 << 26
  /// The largest number of values of all layers' outputs together: 1 GB for 16 images.
  private static let mostValues = 1 << 24
  private static let mostLayers = 1000

  init(input: TensorShape, classes: Int, seed: UInt64) {
    self.input = input
    self.classes = classes
    generator = SplitMix64(seed: seed)
    shapes = [input]
    trails = [SizeTrail()]
  }

  /// Appends layers and blocks.
  mutating func append(_ elements: [LayerElement]) throws(ShapeError) {
    for element in elements {
      number += 1
      let name = "layer \(number), \(element.label)"
      switch element.content {
      case .layer(let layer): try append(layer, name: name)
      case .residual(let inner, let activation):
        try append(inner, activation: activation, name: name)
      }
    }
  }

  /// Makes the network of all layers.
  ///
  /// - Parameter classNames: `nil` for as many numbers as there are outputs.
  /// - Returns: A network with a class name for each output.
  /// - Throws: ``ShapeError`` when there is no layer, or the last one has another number of outputs
  ///   than classes.
  func network(classNames: [String]?) throws(ShapeError) -> Network {
    guard !layers.isEmpty else { throw ShapeError("no layers") }
    let output = shapes[current]
    guard classNames == nil || output.count == classes else {
      throw ShapeError(
        "the last layer gives \(output.spelled) values for \(classes) classes: "
          + (layers.last is Dense ? "leave out its number" : "end with dense"))
    }
    let names = Network.names(layers)
    let stages = layers.indices.map {
      Network.Stage(name: names[$0], layer: layers[$0], inputs: inputs[$0])
    }
    return try Network(
      inputShape: input, stages: stages,
      classNames: classNames ?? (0..<output.count).map(String.init))
  }

  // MARK: Parts

  private mutating func append(_ layer: any Layer, name: String) throws(ShapeError) {
    if layer is Dense && shapes[current].plane > 1 { try place(Flatten(), [current], name: name) }
    try place(layer, [current], name: name)
  }

  private mutating func append(
    _ elements: [LayerElement], activation: Activation, name: String
  ) throws(ShapeError) {
    guard !elements.isEmpty else { throw ShapeError("\(name): a block without layers") }
    let start = current
    try append(elements)
    let (end, from, to) = (current, shapes[start], shapes[current])
    var shortcut = start
    if from != to {
      let projection = try NetworkAssembly.projection(from, to, name: name)
      current = start
      try place(projection, [start], name: "\(name), shortcut")
      shortcut = current
    }
    try place(Add(activation: activation), [end, shortcut], name: name)
  }

  /// Returns a convolution of 1×1 filters with an output of the block's shape.
  private static func projection(
    _ from: TensorShape, _ to: TensorShape, name: String
  ) throws(ShapeError) -> Conv2D {
    let y = (from.height + to.height - 1) / to.height
    let x = (from.width + to.width - 1) / to.width
    guard (from.height - 1) / y + 1 == to.height, (from.width - 1) / x + 1 == to.width else {
      throw ShapeError(
        "\(name): the block turns \(from.spelled) into \(to.spelled), which no shortcut with a "
          + "stride does: padding same keeps the size")
    }
    return Conv2D(filters: to.channels, kernelSize: 1, stride: Stride2D(y: y, x: x))
  }

  /// Builds a layer behind some activations.
  private mutating func place(
    _ layer: any Layer, _ sources: [Int], name: String
  ) throws(ShapeError) {
    let source = shapes[sources[0]]
    var trail = trails[sources[0]]
    if case .moving(let size, let stride, let padding, let dilation) = layer.window {
      try trail.check(
        source, size, padding: padding, dilation: dilation, layer: layer, name: name)
      trail.append(source, size, stride: stride, padding: padding, dilation: dilation)
    }
    try count(layer, source, name: name)
    var setup = LayerSetup(input: source, classes: classes, generator: generator)
    do throws(ShapeError) {
      let built = try layer.built(with: &setup)
      let output = try built.outputShape(for: source)
      generator = setup.generator
      values += output.count
      layers.append(built)
      inputs.append(sources)
      shapes.append(output)
      trails.append(trail)
      current = shapes.count - 1
    } catch { throw ShapeError("\(name): \(error.description)") }
    guard values <= NetworkAssembly.mostValues else {
      throw ShapeError(
        "\(name): the outputs of all layers together are \(values) values a picture, "
          + "more than \(NetworkAssembly.mostValues)")
    }
    guard layers.count <= NetworkAssembly.mostLayers else {
      throw ShapeError("\(name): more than \(NetworkAssembly.mostLayers) layers")
    }
  }

  /// Counts the weights of a layer before they are drawn.
  private mutating func count(
    _ layer: any Layer, _ source: TensorShape, name: String
  ) throws(ShapeError) {
    var factors = [0]
    if let layer = layer as? Conv2D {
      factors = [
        layer.blueprint?.isPerChannel == true ? source.channels : 1, layer.outputChannels,
        layer.groups > 0 ? source.channels / layer.groups : 1,
        layer.kernelSize.height, layer.kernelSize.width,
      ]
    } else if let layer = layer as? Dense {
      factors = [layer.outputs > 0 ? layer.outputs : classes, source.count]
    }
    var total = 1
    for factor in factors {
      let (product, overflow) = total.multipliedReportingOverflow(by: factor)
      total = overflow ? Int.max / 2 : product
    }
    weights += min(total, Int.max / 2)
    guard weights <= NetworkAssembly.mostWeights else {
      let shown = factors.filter { $0 != 1 }.map(String.init).joined(separator: "×")
      throw ShapeError(
        "\(name): \(shown) weights, more than the \(NetworkAssembly.mostWeights) of a network")
    }
  }
}
