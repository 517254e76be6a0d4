import ConvCore
import RowLoops
import Synchronization

/// A network ready to read images, with its threads, workspaces and plans created once.
///
/// With the direct algorithm, each SIMD lane computes one channel. One thread takes an image from
/// its pixels to the last convolution, so that the values between layers stay in the cache. A
/// single image is cut into strips, one for each thread. With Winograd's algorithm, and for
/// networks with other layers than unpadded convolutions, max pooling, Flatten and final dense
/// layers, images run in groups of 16.
///
/// The outputs of an image are the same to the bit for any number of threads and any other images
/// in the call. For a network without layers that suit Winograd, both algorithms give the same
/// bits.
public final class Classifier: Sendable {
  /// The network.
  public let network: Network

  /// The algorithm of the convolution layers.
  public let algorithm: ConvolutionAlgorithm

  private let engine: Engine
  private let threads: GroupThreads
  /// One workspace for each thread; empty for a network that runs in groups of 16 images.
  private let singles: [MutexBox<SingleWorkspace>]
  /// By thread, then by step: the rows of the step's output that the thread computes.
  private let strips: [[Range<Int>]]
  /// By step: the rows of the step's output when one thread computes the whole image.
  private let whole: [Range<Int>]
  private let workspaces: [MutexBox<Workspace>]
  /// Guards the threads and the buffers below: one call at a time.
  private let turn = Mutex(())
  private let results = MutexBox<[Float]>([])
  private let next = Atomic(0)

  /// Creates a classifier.
  ///
  /// - Parameters:
  ///   - network: The network to run.
  ///   - threads: The number of threads.
  ///   - algorithm: With `winograd`, many images take about half the time; fewer than 16 images
  ///     cost as much as 16.
  ///   - engine: The instruction set of the loops.
  public init(
    _ network: Network, threads: Int = 1, algorithm: ConvolutionAlgorithm = .direct,
    engine: Engine = .preferred
  ) {
    self.network = network
    self.engine = engine
    self.algorithm = algorithm
    let threads = GroupThreads(threads: threads, groups: .max / GroupThreads.largestTeam)
    self.threads = threads
    if algorithm == .direct, let single = SinglePass(network, engine: engine) {
      singles = (0..<threads.count).compactMap { _ in
        SingleWorkspace(network, engine: engine).map { MutexBox($0) }
      }
      strips = single.strips(single.helpfulThreads(of: threads.count))
      whole = single.strips(1)[0]
      workspaces = []
    } else {
      (singles, strips, whole) = ([], [], [])
      workspaces = (0..<threads.count).map { _ in MutexBox(Workspace(network)) }
    }
  }

  /// Computes the outputs of the last layer, before any softmax.
  ///
  /// Several tasks may call the method; the calls run one after another.
  ///
  /// - Parameters:
  ///   - images: C×H×W values for each image, scaled as the network expects.
  ///   - result: Receives one value for each class of each image.
  /// - Precondition: `images` holds a whole number of images.
  public func logits(_ images: [Float], into result: inout [Float]) {
    turn.withLock { _ in read(images, into: &result) }
  }

  private func read(_ images: [Float], into result: inout [Float]) {
    let (size, classes) = (network.inputShape.count, network.shapes[network.shapes.count - 1].count)
    precondition(images.count % size == 0, "\(images.count) values are no images of \(size)")
    let count = images.count / size
    if result.count != count * classes {
      result = [Float](repeating: 0, count: count * classes)
    }
    if count == 1, !singles.isEmpty { return one(images, into: &result) }
    results.value.withLock { LayerScratch.grow(&$0, to: count * classes) }
    next.store(0, ordering: .relaxed)
    if singles.isEmpty {
      threads.run((count + Tensor.lanes - 1) / Tensor.lanes) { [self] group, thread, team in
        let first = group * Tensor.lanes
        self.group(first..<min(first + Tensor.lanes, count), images, thread, team)
      }
    } else {
      threads.perform { [self] thread in
        while let some = take(of: count) { alone(some, images, thread) }
      }
    }
    results.value.withLock { values in
      for index in result.indices { result[index] = values[index] }
    }
  }

  /// Takes the next images that no thread has taken.
  ///
  /// Shares get smaller towards the end, so that no thread waits long for another.
  private func take(of count: Int) -> Range<Int>? {
    var first = next.load(ordering: .relaxed)
    while first < count {
      let share = min(SinglePass.imagesAtOnce, max(1, (count - first) / (2 * threads.count)))
      let last = min(count, first + share)
      let (exchanged, now) = next.compareExchange(
        expected: first, desired: last, ordering: .relaxed)
      if exchanged { return first..<last }
      first = now
    }
    return nil
  }

  // MARK: 16 images

  private func group(_ some: Range<Int>, _ images: [Float], _ thread: Int, _ team: Team?) {
    let size = network.inputShape.count
    workspaces[thread].value.withLock { workspace in
      workspace.load(images, from: some.lowerBound * size, count: some.count, engine)
      var pass = LayerContext(engine: engine, algorithm: algorithm)
      pass.team = team
      network.forward(&workspace, pass: pass)
      let output = workspace.activations[workspace.activations.count - 1]
      let classes = output.shape.count
      results.value.withLock { values in
        for (lane, image) in some.enumerated() {
          for k in 0..<classes {
            values[image * classes + k] = output.values[k * Tensor.lanes + lane]
          }
        }
      }
    }
  }

  // MARK: One image

  /// Runs some images one after another to the last convolution, then the dense layers for all.
  private func alone(_ some: Range<Int>, _ images: [Float], _ thread: Int) {
    let size = network.inputShape.count
    singles[thread].value.withLock { workspace in
      for (place, image) in some.enumerated() {
        workspace.run(images, from: image * size, rows: whole, place: place)
      }
      workspace.join(images, from: some.lowerBound * size, count: some.count)
      results.value.withLock {
        workspace.copyOutputs(of: some.count, into: &$0, at: some.lowerBound)
      }
    }
  }

  /// Runs a single image; each thread computes one strip.
  private func one(_ image: [Float], into result: inout [Float]) {
    if strips.count == 1 {
      singles[0].value.withLock { $0.run(image, from: 0, rows: whole) }
    } else {
      threads.perform(threads: strips.count) { [self] thread in
        singles[thread].value.withLock { $0.run(image, from: 0, rows: strips[thread]) }
      }
      for thread in 1..<strips.count {
        let last = singles[thread].value.withLock(\.last)
        singles[0].value.withLock { $0.take(last, rows: strips[thread].last ?? 0..<0) }
      }
    }
    singles[0].value.withLock { workspace in
      workspace.join(image, from: 0, count: 1)
      workspace.copyOutputs(of: 1, into: &result, at: 0)
    }
  }
}

extension Workspace {
  /// Writes up to 16 images, each C×H×W and stored end to end, into the lanes of the input.
  fileprivate mutating func load(
    _ images: [Float], from start: Int, count: Int, _ engine: Engine
  ) {
    let size = activations[0].shape.count
    precondition(start >= 0 && count <= Tensor.lanes && start + count * size <= images.count)
    guard count == Tensor.lanes else {
      activations[0].clear()
      for lane in 0..<count {
        let first = start + lane * size
        activations[0].setImage(lane, images[first..<first + size])
      }
      return
    }
    var span = activations[0].values.mutableSpan
    engine.loops.interleave(
      images.span, from: start, planes: Tensor.lanes, planeStride: size, into: &span, at: 0,
      count: size)
  }
}

extension Classifier {
  /// The number of images that a thread loads at once.
  private static let imagesLoadedAtOnce = 32

  /// Loads images on all threads, because some sources decode files.
  ///
  /// - Returns: C×H×W values for each image, in their order.
  func load(_ range: Range<Int>, of images: some LabelledImages) -> [Float] {
    let starts = Array(
      stride(from: range.lowerBound, to: range.upperBound, by: Self.imagesLoadedAtOnce))
    let parts = starts.map { _ in MutexBox<[Float]>([]) }
    let next = MutexBox(0)
    let shape = network.inputShape
    turn.withLock { _ in
      threads.perform { _ in
        var tensor = Tensor(shape)
        while true {
          let part = next.value.withLock { number in
            number += 1
            return number - 1
          }
          guard part < starts.count else { return }
          var values: [Float] = []
          let last = min(starts[part] + Self.imagesLoadedAtOnce, range.upperBound)
          values.reserveCapacity((last - starts[part]) * shape.count)
          for index in starts[part]..<last {
            var generator = SplitMix64(seed: 0)
            images.load(index, into: &tensor, lane: 0, using: &generator)
            values += tensor.image(0)
          }
          parts[part].value.withLock { $0 = values }
        }
      }
    }
    var all: [Float] = []
    all.reserveCapacity(range.count * shape.count)
    for part in parts { part.value.withLock { all += $0 } }
    return all
  }
}
