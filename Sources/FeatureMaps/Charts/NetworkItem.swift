import ConvCore
import ConvNet

/// A layer, or the input, in a drawing of a network.
struct NetworkItem: Hashable, Sendable {
  /// The shape of the drawing.
  enum Form: Hashable, Sendable {
    /// Maps behind each other: their number, and height and width of one in pixels.
    case stack(count: Int, height: Int, width: Int)
    /// A column of units.
    case column(count: Int)
    /// A bar of values that lie end to end.
    case bar
  }

  let form: Form
  /// The lines above the drawing: the name, and what the layer does.
  let above: [String]
  /// The lines below the drawing: the shape, and the number of parameters.
  let below: [String]
  let color: RGB
  /// Names beside the units of a column.
  var unitNames: [String] = []
  /// Whether the layer reads the one drawn before it.
  var followsTheOneBefore = true
  /// The side of the window on the maps before the layer, in pixels of the drawing.
  var window: Size2D?

  /// The height of the drawing with its labels.
  static let height = 60 + graphicHeight + 56
  static let graphicHeight = 256
  static let step = 3
  static let mostMaps = 32
  static let font = BitmapFont.small

  /// The width of the drawing or of its widest label.
  var width: Int { max(graphicWidth, textWidth) }

  private var textWidth: Int {
    (above + below).map { NetworkItem.font.width(of: $0) }.max() ?? 0
  }

  /// The width of the drawing alone.
  var graphicWidth: Int {
    switch form {
    case .stack(let count, _, let width): width + (count - 1) * NetworkItem.step
    case .column:
      NetworkColumn.diameter
        + (unitNames.isEmpty
          ? 0 : 8 + (unitNames.map { NetworkItem.font.width(of: $0) }.max() ?? 0))
    case .bar: 16
    }
  }

  // MARK: Layers

  static func items(of network: Network) -> [NetworkItem] {
    let side = network.shapes.filter { $0.plane > 1 }.map { max($0.height, $0.width) }.max() ?? 1
    let scale = 150 / Double(side)
    var items = [
      NetworkItem(
        form: form(network.inputShape, scale), above: ["input", ""],
        below: [text(network.inputShape), ""], color: RGB(236, 238, 242))
    ]
    for (index, stage) in network.stages.enumerated() {
      let shape = network.shapes[index + 1]
      let isLast = index == network.stages.count - 1
      var item = NetworkItem(
        form: stage.layer is Flatten ? .bar : form(shape, scale),
        above: [stage.name, words(of: stage.layer, isLast: isLast) + others(network, index)],
        below: [text(shape), parameters(stage.layer.parameterCount)], color: color(stage.layer))
      item.window = window(of: stage.layer, scale)
      item.followsTheOneBefore = network.inputs(of: index).contains(index)
      if isLast, shape.plane == 1, shape.channels <= NetworkColumn.most,
        shape.channels == network.classNames.count
      {
        item.unitNames = network.classNames.map { NetworkItem.font.shortened($0, to: 90) }
      }
      items.append(item)
    }
    return items
  }

  private static func form(_ shape: TensorShape, _ scale: Double) -> Form {
    if shape.plane == 1 { return .column(count: shape.channels) }
    return .stack(
      count: min(shape.channels, mostMaps), height: max(3, Int(Double(shape.height) * scale)),
      width: max(3, Int(Double(shape.width) * scale)))
  }

  private static func text(_ shape: TensorShape) -> String {
    shape.plane == 1
      ? "\(shape.channels)" : "\(shape.height)×\(shape.width)×\(shape.channels)"
  }

  private static func parameters(_ count: Int) -> String {
    count == 0 ? "" : "\(NumberText.separated(count)) parameters"
  }

  private static func words(of layer: any Layer, isLast: Bool) -> String {
    let words: [String] =
      switch layer {
      case let layer as Conv2D: ["\(size(layer.kernelSize)) filters"]
      case let layer as MaxPool2D: ["maximum of \(size(layer.size))"]
      case let layer as AvgPool2D: ["mean of \(size(layer.size))"]
      case is Flatten: ["end to end"]
      case is Dense: isLast ? ["softmax"] : []
      case is BatchNorm: ["mean 0, deviation 1"]
      case is GlobalAvgPool2D: ["mean of each map"]
      case is Add: ["sum"]
      default: [layer.kind]
      }
    return (words + (layer.activation == .relu ? ["ReLU"] : [])).joined(separator: ", ")
  }

  /// The layers that a layer reads, where they are not the one before it.
  private static func others(_ network: Network, _ index: Int) -> String {
    let others = network.inputs(of: index).filter { $0 != index }
      .map { $0 == 0 ? "input" : network.stages[$0 - 1].name }
    guard !others.isEmpty else { return "" }
    let isSum = network.inputs(of: index).count > 1
    return (isSum ? ": + " : " on ") + others.joined(separator: ", ")
  }

  private static func size(_ size: Size2D) -> String { "\(size.height)×\(size.width)" }

  private static func window(of layer: any Layer, _ scale: Double) -> Size2D? {
    let size: Size2D? =
      switch layer {
      case let layer as Conv2D: layer.kernelSize
      case let layer as MaxPool2D: layer.size
      case let layer as AvgPool2D: layer.size
      default: nil
      }
    return size.map {
      Size2D(
        height: max(6, Int(Double($0.height) * scale)),
        width: max(6, Int(Double($0.width) * scale)))
    }
  }

  private static func color(_ layer: any Layer) -> RGB {
    switch layer {
    case is Conv2D: RGB(205, 223, 245)
    case is MaxPool2D, is AvgPool2D, is GlobalAvgPool2D: RGB(213, 236, 214)
    case is Dense: RGB(252, 219, 178)
    default: RGB(236, 238, 242)
    }
  }
}
