import ConvCore
import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// Writes the feature maps and the filters of a network to files.
enum MapDumps {
  /// Writes the activations of each layer in a workspace, and `index.json`.
  static func activations(
    _ network: Network, _ workspace: Workspace, to folder: String, renderer: MapRenderer,
    arrays: Bool
  ) throws {
    try ModelStore.createFolder(folder)
    do throws(CodecError) {
      var entries: [MapIndexEntry] = []
      for (index, stage) in network.stages.enumerated() {
        let shape = network.shapes[index + 1]
        var values = workspace.activations[index + 1].image(0)
        let isLast = index == network.stages.count - 1
        if isLast { values = Loss.softmax(values) }
        let stack = stack(stage.name, shape, values)
        var entry = try renderer.write(stack, number: index + 1, to: folder)
        if arrays {
          try write(values, shape, stage.name, index + 1, folder)
          entry.files.append("\(MapNames.base(index + 1, stage.name)).npy")
        }
        entries.append(entry)
      }
      try MapRenderer.writeIndex(entries, to: folder)
    } catch { throw Failure(error, file: folder) }
  }

  /// The maps of a layer; a layer of more than 16 single values becomes one map, nearly square.
  private static func stack(_ name: String, _ shape: TensorShape, _ values: [Float]) -> MapStack {
    if shape.plane > 1 || shape.channels <= 16 {
      return MapStack(
        name: name, count: shape.channels, height: shape.height, width: shape.width,
        values: values)
    }
    let folded = folded(shape.channels)
    return MapStack(
      name: name, count: 1, height: folded.height, width: folded.width, values: values)
  }

  /// The factorization of `count` into height and width that is nearest to a square.
  private static func folded(_ count: Int) -> TensorShape {
    let root = Int(Double(count).squareRoot())
    let height = (1...max(root, 1)).last { count % $0 == 0 } ?? 1
    return TensorShape(channels: 1, height: height, width: count / height)
  }

  /// The shape of the maps that a Flatten layer right before a layer has flattened; otherwise
  /// `nil`.
  private static func unflattened(before index: Int, in network: Network) -> TensorShape? {
    guard index > 0, network.stages[index - 1].layer is Flatten else { return nil }
    return network.shapes[index - 1]
  }

  /// Writes values as C×H×W float32, or as C for layers of single values.
  private static func write(
    _ values: [Float], _ shape: TensorShape, _ name: String, _ number: Int, _ folder: String
  ) throws(CodecError) {
    try NPYArray.write(
      values,
      shape: shape.plane == 1 ? [shape.channels] : [shape.channels, shape.height, shape.width],
      to: "\(folder)/\(MapNames.base(number, name)).npy")
  }

  /// Writes the weights of each layer that has weights, and `index.json`.
  ///
  /// Arrays are kernels in convolution orientation, ready for `filter --kernel` and `--bank`:
  /// `01-conv2d_1.npy` N×kH×kW×C and `01-conv2d_1/00.npy` kH×kW or kH×kW×C.
  static func filters(
    _ network: Network, to folder: String, renderer: MapRenderer, arrays: Bool
  ) throws {
    try ModelStore.createFolder(folder)
    do throws(CodecError) {
      var entries: [MapIndexEntry] = []
      for (index, stage) in network.stages.enumerated() {
        guard let weights = weights(network, index) else { continue }
        var entry = try renderer.write(weights, number: index + 1, to: folder)
        if arrays, let layer = stage.layer as? Conv2D {
          entry.files += try write(
            layer.kernels, base: MapNames.base(index + 1, stage.name), to: folder)
        }
        entries.append(entry)
      }
      try MapRenderer.writeIndex(entries, to: folder)
    } catch { throw Failure(error, file: folder) }
  }

  private static func weights(_ network: Network, _ index: Int) -> WeightStack? {
    let stage = network.stages[index]
    switch stage.layer {
    case let layer as Conv2D:
      return WeightStack(
        name: stage.name, outputs: layer.outputChannels, inputs: layer.inputChannels,
        height: layer.kernelSize.height, width: layer.kernelSize.width,
        values: layer.parameters[0].values)
    case let layer as Dense:
      // After Flatten, the weights of each unit have the shape of the flattened maps.
      let shape = unflattened(before: index, in: network) ?? folded(layer.inputs)
      return WeightStack(
        name: stage.name, outputs: layer.outputs, inputs: shape.channels, height: shape.height,
        width: shape.width, values: layer.parameters[0].values)
    default: return nil
    }
  }

  /// Writes kernels together and one by one.
  ///
  /// - Returns: The names of the files, relative to the folder.
  private static func write(
    _ kernels: [Kernel], base: String, to folder: String
  ) throws(CodecError) -> [String] {
    let first = kernels[0]
    let names =
      ["\(base).npy"]
      + kernels.indices.map { "\(base)/\(MapNames.padded($0, below: kernels.count)).npy" }
    try NPYArray.write(
      kernels.flatMap { $0.coefficients.map { Float($0) } },
      shape: [kernels.count, first.size.height, first.size.width, first.depth],
      to: "\(folder)/\(names[0])")
    for (name, kernel) in zip(names.dropFirst(), kernels) {
      try NPYArray.write(
        kernel.coefficients.map { Float($0) },
        shape: [kernel.size.height, kernel.size.width] + (kernel.depth > 1 ? [kernel.depth] : []),
        to: "\(folder)/\(name)")
    }
    return names
  }
}

extension Conv2D {
  /// The filters as kernels, turned by 180° because convolution turns them back.
  var kernels: [Kernel] {
    let (height, width) = (kernelSize.height, kernelSize.width)
    let weights = parameters[0].values
    return (0..<outputChannels).map { o in
      var cells: [Double] = []
      for y in (0..<height).reversed() {
        for x in (0..<width).reversed() {
          for i in 0..<inputChannels {
            cells.append(Double(weights[((o * inputChannels + i) * height + y) * width + x]))
          }
        }
      }
      return Kernel(size: kernelSize, depth: inputChannels, coefficients: cells)
    }
  }
}
