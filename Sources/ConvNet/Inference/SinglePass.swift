import ConvCore
import RowLoops

/// One image through a network: the output channels lie in the lanes, 16 of them in a block.
///
/// Convolutions and pooling come first, any part of their rows at a time, so that threads can share an
/// image; then dense layers, for several images at once. Every sum is formed in the order of the pass
/// for 16 images, so the bits are the same.
struct SinglePass: Sendable {
  /// A convolution or a pooling.
  enum Step: Sendable {
    case convolve(ChannelConvolution)
    case maximum(PoolWindow)
  }

  /// Images that dense layers read at once: each loaded weight then serves all of them.
  static let imagesAtOnce = 4

  let steps: [Step]
  /// The planes before each step, and at the end.
  let planes: [ChannelPlanes]
  /// Dense layers: windows as large as the planes, one for each image.
  let denseLayers: [ChannelConvolution]
  /// What they give: a row of images.
  let joined: [ChannelPlanes]
  let engine: Engine

  /// - Returns: `nil` when the network has layers that only run with the batch in the lanes.
  init?(_ network: Network, engine: Engine) {
    var steps: [Step] = []
    var planes = [ChannelPlanes(shape: network.inputShape, pixel: 1)]
    var denseLayers: [ChannelConvolution] = []
    var joined: [ChannelPlanes] = []
    for (index, stage) in network.stages.enumerated() {
      if stage.layer is Flatten { continue }
      let (before, shape) = (planes[planes.count - 1], network.shapes[index + 1])
      if let layer = stage.layer as? Dense {
        denseLayers.append(ChannelConvolution(layer, joined.last, orFirst: before))
        joined.append(ChannelPlanes(images: SinglePass.imagesAtOnce, features: layer.outputs))
        continue
      }
      guard denseLayers.isEmpty, let step = SinglePass.step(stage.layer, before) else { return nil }
      steps.append(step)
      planes.append(ChannelPlanes(shape: shape, pixel: Tensor.lanes))
    }
    guard !denseLayers.isEmpty else { return nil }
    (self.steps, self.planes, self.engine) = (steps, planes, engine)
    (self.denseLayers, self.joined) = (denseLayers, joined)
  }

  private static func step(_ layer: any Layer, _ planes: ChannelPlanes) -> Step? {
    switch layer {
    case let layer as Conv2D where layer.padding == Size2D(0):
      return .convolve(ChannelConvolution(layer, planes))
    case let layer as MaxPool2D where planes.pixel == Tensor.lanes:
      return .maximum(
        PoolWindow(
          height: layer.size.height, width: layer.size.width, strideY: layer.stride.y,
          strideX: layer.stride.x))
    default: return nil
    }
  }

  /// All rows of the last planes.
  var lastRows: Range<Int> { 0..<planes[planes.count - 1].shape.height }

  /// Whether an image's products take long beside a meeting of threads.
  var isWorthSharing: Bool {
    let products = zip(steps, planes.dropFirst()).reduce(0) { sum, next in
      guard case .convolve(let layer) = next.0 else { return sum }
      return sum + layer.products(of: next.1)
    }
    return products > 500_000
  }

  /// For each thread, the rows of each step's output that its share of the last rows depends on:
  /// computing the few that two threads need twice is faster than another meeting.
  func strips(_ threads: Int) -> [[Range<Int>]] {
    let height = lastRows.count
    // The first thread begins first, so it takes what does not divide.
    let bounds = (0...threads).map { (height * $0 + threads - 1) / threads }
    return (0..<threads).map { rows(bounds[$0]..<bounds[$0 + 1]) }
  }

  /// The rows of each step's output that some rows of the last one depend on.
  private func rows(_ last: Range<Int>) -> [Range<Int>] {
    var (rows, result) = (last, [Range<Int>]())
    for step in steps.reversed() {
      result.insert(rows, at: 0)
      guard !rows.isEmpty else { continue }
      switch step {
      case .convolve(let layer):
        rows = rows.lowerBound * layer.stride..<(rows.upperBound - 1) * layer.stride + layer.reach
      case .maximum(let window):
        rows =
          rows.lowerBound * window.strideY..<(rows.upperBound - 1) * window.strideY + window.height
      }
    }
    return result
  }
}
