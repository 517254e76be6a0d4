import ConvCore
import RowLoops

/// A network that runs on one image at a time, with blocks of 16 output channels in the SIMD lanes.
///
/// Convolutions and pooling layers come first. Each runs on any range of rows, so that threads can
/// share an image. Dense layers follow, for several images at once. Every sum adds its terms in the
/// order of the pass for 16 images, so the bits are the same.
struct SinglePass: Sendable {
  /// A convolution or a pooling.
  enum Step: Sendable {
    case convolve(ChannelConvolution)
    case maximum(PoolWindow)
  }

  /// The number of images that a dense layer reads at once: each loaded weight serves all of them.
  static let imagesAtOnce = 4

  let steps: [Step]
  /// The layout of the planes before each step and after the last step.
  let planes: [ChannelPlanes]
  /// Dense layers, run as convolutions whose kernel covers the whole plane.
  let denseLayers: [ChannelConvolution]
  /// The layout of each dense layer's outputs: the images lie side by side.
  let joined: [ChannelPlanes]
  let engine: Engine

  /// Creates a pass, or returns `nil` for a network with other layers.
  ///
  /// - Returns: `nil` when a layer only runs with the images in the lanes.
  init?(_ network: Network, engine: Engine) {
    guard network.wiring.isSequence else { return nil }
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
    case let layer as Conv2D where layer.padding == Size2D(0) && layer.groups == 1:
      return .convolve(ChannelConvolution(layer, planes))
    case let layer as MaxPool2D
    where planes.pixel == Tensor.lanes && layer.padding == Size2D(0):
      return .maximum(
        PoolWindow(
          height: layer.size.height, width: layer.size.width, strideY: layer.stride.y,
          strideX: layer.stride.x))
    default: return nil
    }
  }

  /// All rows of the last planes.
  var lastRows: Range<Int> { 0..<planes[planes.count - 1].shape.height }

  /// The multiply-adds that a thread does in about a microsecond.
  private static let productsPerMicrosecond = 50_000
  /// About the microseconds that one more thread adds to a call.
  private static let microsecondsPerThread = 1

  /// Returns how many of some threads help with one image.
  ///
  /// Each thread computes rows that its neighbors compute as well, and one more to wait for; a
  /// number of threads counts only if it saves a tenth of the time.
  func helpfulThreads(of threads: Int) -> Int {
    var (best, least) = (1, time(of: 1))
    for count in 1...max(1, min(threads, lastRows.count)) {
      let time = time(of: count)
      if 10 * time < 9 * least { (best, least) = (count, time) }
    }
    return best
  }

  /// About the time of one image on some threads, in multiply-adds of one thread.
  private func time(of threads: Int) -> Int {
    let slowest = strips(threads).map { strip in
      zip(zip(steps, planes.dropFirst()), strip).reduce(0) { sum, next in
        guard case .convolve(let layer) = next.0.0 else { return sum }
        return sum + layer.products(of: next.0.1) / max(1, next.0.1.shape.height) * next.1.count
      }
    }
    return (slowest.max() ?? 0) + (threads > 1 ? threads : 0)
      * SinglePass.productsPerMicrosecond * SinglePass.microsecondsPerThread
  }

  /// Returns, for each thread, the rows of each step's output that the thread's share depends on.
  ///
  /// Computing a few shared rows twice is faster than another synchronization of threads.
  func strips(_ threads: Int) -> [[Range<Int>]] {
    let height = lastRows.count
    // The first thread starts first, so it takes the remainder of the division.
    let bounds = (0...threads).map { (height * $0 + threads - 1) / threads }
    return (0..<threads).map { rows(bounds[$0]..<bounds[$0 + 1]) }
  }

  /// Returns the rows of each step's output that some rows of the last output depend on.
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
