import ConvCore
import RowLoops
import Synchronization

/// A network that stands ready to read images: threads, workspaces and plans are made once.
///
/// With the algorithm of the definition, images run one by one with the channels in the lanes, each
/// on one thread from its pixels to the last convolution, so that what flows between the layers stays
/// near; a single image is cut into strips, one for each thread. With Winograd's algorithm, and for
/// networks that this does not suit, they run in groups of 16. An image's outputs are the same to the
/// bit for any number of threads and whatever images come with it; where Winograd suits no layer, for
/// both algorithms too.
public final class Classifier: Sendable {
  /// The network.
  public let network: Network

  /// How its convolutions are computed.
  public let algorithm: ConvolutionAlgorithm

  private let engine: Engine
  private let crew: WorkerPool
  /// Empty for a network that runs in groups of 16 images.
  private let singles: [MutexBox<SingleWorkspace>]
  /// The rows of each step's output that each thread computes of a single image.
  private let strips: [[Range<Int>]]
  /// The same for one thread alone.
  private let whole: [Range<Int>]
  private let workspaces: [MutexBox<Workspace>]
  /// Whoever holds it uses the threads and the rooms below: one call at a time.
  private let turn = Mutex(())
  private let results = MutexBox<[Float]>([])
  private let next = Atomic(0)

  /// Makes ready.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - threads: Threads at work.
  ///   - algorithm: `winograd` reads many images in about half the time; fewer than 16 cost as much as
  ///     16.
  ///   - engine: The row loops to use.
  public init(
    _ network: Network, threads: Int = 1, algorithm: ConvolutionAlgorithm = .direct,
    engine: Engine = .preferred
  ) {
    self.network = network
    self.engine = engine
    self.algorithm = algorithm
    let crew = WorkerPool(count: threads)
    self.crew = crew
    if algorithm == .direct, let single = SinglePass(network, engine: engine) {
      singles = (0..<crew.count).compactMap { _ in
        SingleWorkspace(network, engine: engine).map { MutexBox($0) }
      }
      strips = single.strips(single.isWorthSharing ? crew.count : 1)
      whole = single.strips(1)[0]
      workspaces = []
    } else {
      (singles, strips, whole) = ([], [], [])
      workspaces = (0..<crew.count).map { _ in MutexBox(Workspace(network)) }
    }
  }

  /// The outputs of the last layer, before any softmax.
  ///
  /// Several tasks may call it; they take turns.
  ///
  /// - Parameters:
  ///   - images: C×H×W values for each image, scaled as the network wants them.
  ///   - result: Receives as many values as there are classes for each image.
  /// - Precondition: A whole number of images.
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
    crew.perform { [self] thread in
      if singles.isEmpty {
        while let some = take(of: count, group: Tensor.lanes) { group(some, images, thread) }
      } else {
        while let some = take(of: count) { alone(some, images, thread) }
      }
    }
    results.value.withLock { values in
      for index in result.indices { result[index] = values[index] }
    }
  }

  /// The next images that nobody has taken: a group, or fewer towards the end, so that no thread
  /// waits long for another.
  private func take(of count: Int, group: Int? = nil) -> Range<Int>? {
    var first = next.load(ordering: .relaxed)
    while first < count {
      let share = min(SinglePass.imagesAtOnce, max(1, (count - first) / (2 * crew.count)))
      let last = min(count, first + (group ?? share))
      let (exchanged, now) = next.compareExchange(
        expected: first, desired: last, ordering: .relaxed)
      if exchanged { return first..<last }
      first = now
    }
    return nil
  }

  // MARK: 16 images

  private func group(_ some: Range<Int>, _ images: [Float], _ thread: Int) {
    let size = network.inputShape.count
    workspaces[thread].value.withLock { workspace in
      workspace.load(images, from: some.lowerBound * size, count: some.count, engine)
      network.forward(&workspace, pass: LayerContext(engine: engine, algorithm: algorithm))
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

  /// Some images, from their pixels to the last convolution one after the other.
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

  /// A single image, a strip of it on each thread.
  private func one(_ image: [Float], into result: inout [Float]) {
    if strips.count == 1 {
      singles[0].value.withLock { $0.run(image, from: 0, rows: whole) }
    } else {
      crew.perform { [self] thread in
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
  /// Lays up to 16 images, C×H×W one after the other, side by side.
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
