import ConvCore
import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs

/// The part of a page about the layers: a table, a section for each layer, and the script's data.
struct LayerMarkup {
  let content: PageContent

  private var page: ReportPage { content.page }
  private var network: Network { page.network }

  /// One sentence about the whole network.
  var summary: String {
    "From \(network.inputShape) pixels to \(network.classNames.count) classes. Every value below can "
      + "be asked how it came about: its window, the products with the weights, the sum, the bias."
  }

  /// The parts of the picture that the layers' units see, by layer.
  private var fields: [ReceptiveField] { network.receptiveFields }

  /// Whether a unit of a layer sees everything, because the layer lays all values in a row.
  private func seesAll(_ index: Int) -> Bool {
    network.stages[...index].contains { $0.layer is Flatten || $0.layer is Dense }
  }

  /// The layers as a table.
  var table: String {
    let rows = network.stages.enumerated().map { index, stage in
      let shape = network.shapes[index + 1]
      let seen = seesAll(index) ? "everything" : "\(fields[index].size)"
      return [
        "<a href=\"#layer-\(HTML.text(stage.name))\">\(HTML.text(stage.name))</a>",
        HTML.text(stage.layer.kind), shape.plane == 1 ? "\(shape.channels)" : "\(shape)",
        ReportPage.grouped(stage.layer.parameterCount), seen,
      ]
    }
    return HTML.table(
      "The layers", heads: ["layer", "type", "output", "learned numbers", "a value sees, pixels"],
      rows: rows)
  }

  /// The sections of all layers.
  func sections() throws -> String {
    try network.stages.indices.map { try section($0) }.joined(separator: "\n")
  }

  private func section(_ index: Int) throws -> String {
    let stage = network.stages[index]
    return PageTemplate(PackageResources.layer_html).filled([
      "name": HTML.text(stage.name), "index": "\(index)", "number": "\(index + 1)",
      "kind": HTML.text(stage.layer.kind), "text": HTML.text(words(index)),
      "figure": try figure(index), "pieces": try piecesFigure(index),
      "weights": try weightsFigure(index),
    ])
  }

  private func words(_ index: Int) -> String {
    let stage = network.stages[index]
    let (before, after) = (network.shapes[index], network.shapes[index + 1])
    let rectifies =
      stage.layer.activation == .relu ? ", then ReLU: what is below zero becomes 0" : ""
    switch stage.layer {
    case let layer as Conv2D:
      let maps = before.channels == 1 ? "1 map" : "all \(before.channels) maps"
      let seen = fields[index].size
      let role =
        index == 0
        ? "These filters look at the picture itself; most of them answer to edges."
        : "Each filter adds up what the maps before it found."
      return "\(layer.outputChannels) filters of \(layer.kernelSize) over \(maps)\(rectifies). "
        + "\(before) values become \(after). A value sees \(seen) pixels of the picture. \(role)"
    case let layer as MaxPool2D:
      return "The largest of each \(layer.size) window: \(before) values become \(after)."
    case let layer as AvgPool2D:
      return "The mean of each \(layer.size) window: \(before) values become \(after)."
    case is Flatten: return "\(before) values in one row of \(after.count), map by map."
    case let layer as Dense:
      let last = index == network.stages.count - 1 ? " Softmax makes probabilities of them." : ""
      return "\(layer.outputs) sums, each over all \(layer.inputs) values with weights of its own"
        + "\(rectifies).\(last)"
    case is Dropout: return "Drops values in training only; here nothing happens."
    default: return "\(before) values become \(after)."
    }
  }

  // MARK: Pictures

  /// The input of the network, enlarged.
  func inputFigure() throws -> String {
    let shape = network.inputShape
    let samples = page.input.samples.map { UInt8(min(max($0.rounded(), 0), 255)) }
    let png = try GrayPNG.bytes(
      samples, height: shape.height, width: shape.width, channels: shape.channels)
    return HTML.picture(
      png, "\(page.pictureName) as the network sees it, \(shape.height)×\(shape.width) pixels",
      attributes: "class=\"pixelated\" width=\"280\"")
  }

  private func figure(_ index: Int) throws -> String {
    let (stage, shape) = (network.stages[index], network.shapes[index + 1])
    guard shape.plane > 1 else { return values(index) }
    let count = page.isAlive ? shape.channels : min(shape.channels, page.mostMaps)
    let values = content.workspace.activations[index + 1].image(0).prefix(count * shape.plane)
    let stack = MapStack(
      name: stage.name, count: count, height: shape.height, width: shape.width,
      values: Array(values))
    let isSigned = values.contains { $0 < 0 }
    let zoom = page.isAlive ? max(1, 56 / max(shape.height, shape.width)) : nil
    let sheet = MapRenderer(scale: .layer, zoom: zoom, isSigned: isSigned).sheet(of: stack)
    let all = count == shape.channels ? "" : ", the first \(count) of \(shape.channels)"
    return HTML.picture(
      try sheet.encodedPNG(), "The maps of \(stage.name) for \(page.pictureName)\(all)")
      + "<figcaption>The \(count) maps of \(HTML.text(stage.name)) for "
      + "\(HTML.text(page.pictureName))\(all)</figcaption>"
  }

  /// The values of a layer of single values, as a table when they are few.
  private func values(_ index: Int) -> String {
    let values = content.workspace.activations[index + 1].image(0)
    guard values.count <= 16 else { return "" }
    let isLast = index == network.stages.count - 1
    return HTML.table(
      "The sums for \(page.pictureName)", heads: ["unit", "value"],
      rows: values.enumerated().map { unit, value in
        [HTML.text(isLast ? network.classNames[unit] : "\(unit)"), HTML.number(value)]
      })
  }

  private func piecesFigure(_ index: Int) throws -> String {
    guard let pieces = content.pieces, let digits = page.digits,
      !pieces.pieces[index].isEmpty
    else { return "" }
    let field = fields[index]
    let shown = pieces.pieces[index].prefix(page.isAlive ? .max : page.mostMaps)
    let tiles = shown.flatMap { unit -> [[UInt8]] in
      let found = unit.map {
        ExcitingPieces.pixels($0, of: digits, field)
      }
      return found + [[UInt8]](repeating: [], count: ExcitingPieces.count - unit.count)
    }
    let png = try GrayPNG.sheet(
      tiles, height: field.size.height, width: field.size.width, columns: ExcitingPieces.count)
    let width = (ExcitingPieces.count * (field.size.width + 1) + 1) * max(2, 28 / field.size.width)
    let name = network.stages[index].name
    let words =
      "The nine pieces of digits, each of \(field.size.height)×\(field.size.width) pixels, that excite "
      + "each filter of \(name) most"
    return "<details class=\"sheet\"><summary>The pieces of digits that excite each filter most"
      + "</summary><figure>"
      + HTML.picture(
        png, words,
        attributes: "class=\"pixelated\" id=\"pieces-\(HTML.text(name))\" width=\"\(width)\"")
      + "<figcaption>\(HTML.text(words)): a row a filter, from filter 0, the strongest first. Out of "
      + "\(HTML.text(pieceSource)).</figcaption></figure></details>"
  }

  private var pieceSource: String {
    let count = ExcitingPieces.searched
    guard page.digits?.count ?? 0 > count else { return "\(page.digitsName), one piece a digit" }
    return "the first \(ReportPage.grouped(count)) of \(page.digitsName), one piece a digit"
  }

  private func weightsFigure(_ index: Int) throws -> String {
    guard let layer = network.stages[index].layer as? Conv2D, layer.inputChannels <= 64,
      index == 0 || !page.isAlive
    else { return "" }
    let name = network.stages[index].name
    let units = page.isAlive ? layer.outputChannels : min(layer.outputChannels, page.mostMaps)
    let cells = layer.inputChannels * layer.kernelSize.height * layer.kernelSize.width
    let stack = WeightStack(
      name: name, outputs: units, inputs: layer.inputChannels, height: layer.kernelSize.height,
      width: layer.kernelSize.width, values: Array(layer.parameters[0].values.prefix(units * cells))
    )
    let zoom = page.isAlive ? max(1, 30 / layer.kernelSize.height) : nil
    let png = try MapRenderer(scale: .layer, zoom: zoom).sheet(of: stack).encodedPNG()
    return "<details class=\"sheet\"><summary>All weights of \(HTML.text(name))</summary><figure>"
      + HTML.picture(png, "The weights of \(name), as correlated: blue below zero, red above")
      + "<figcaption>As correlated: the layer lays them on the window as they are. Blue is below "
      + "zero, red above.</figcaption></figure>\(nearestTable(layer))</details>"
  }

  private func nearestTable(_ layer: Conv2D) -> String {
    guard layer.inputChannels == 1, let nearest = NearestKernels(layer, among: content.kernels)
    else { return "" }
    let rows = nearest.numbers.indices.map { unit in
      let r = nearest.likeness[unit]
      let name = content.kernels[nearest.numbers[unit]].name
      return ["\(unit)", HTML.text((r < 0 ? "the negative of " : "") + name), "\(abs(r))"]
    }
    return HTML.table(
      "The nearest classical kernel of each filter", heads: ["filter", "kernel", "correlation"],
      rows: rows)
  }

  // MARK: Data

  /// The JSON of the page's script.
  func data() throws -> String {
    let isAlive = page.isAlive
    var layers = network.stages.enumerated().map { index, stage in
      LayerRecord(stage, shape: network.shapes[index + 1])
    }
    for (index, stage) in network.stages.enumerated() where isAlive {
      if let layer = stage.layer as? Conv2D,
        let nearest = NearestKernels(layer, among: content.kernels)
      {
        (layers[index].nearest, layers[index].likeness) = (nearest.numbers, nearest.likeness)
      }
      if let found = content.pieces?.pieces[index], !found.isEmpty {
        let field = fields[index]
        layers[index].pieces = LayerRecord.Pieces(
          height: field.size.height, width: field.size.width,
          values: found.map { $0.map { Float(String(format: "%.4g", $0.value)) ?? 0 } })
      }
    }
    let shape = network.inputShape
    let weights = network.namedParameters.lazy.flatMap(\.parameter.values)
    var data = PageData(
      isAlive: isAlive, classes: network.classNames,
      input: PageData.Input(
        name: page.pictureName, shape: [shape.channels, shape.height, shape.width],
        divisor: network.inputDivisor, pixels: PageData.floats(page.input.samples)),
      layers: layers, weights: isAlive ? PageData.floats(weights) : "",
      colors: PageData.colorTables, kernels: content.kernels,
      picture: try PageData.Picture(page.picture, name: page.pictureName))
    data.digits = content.review
    if content.pieces != nil { data.pieceSource = pieceSource }
    return try data.text()
  }
}
