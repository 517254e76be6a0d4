import ConvCore
import RowLoops
import Synchronization

/// A network that stands ready to read images: threads, workspaces and plans are made once.
///
/// Full groups of 16 images run with the batch in the lanes; what is left of a batch, and a single
/// image, runs with the lanes along the row, its larger layers on all threads together. The sums of an
/// image are the same to the bit either way, and for any number of threads.
public final class Classifier: Sendable {
  /// The network.
  public let network: Network

  private let engine: Engine
  private let crew: StandingCrew
  private let single: SinglePass?
  private let workspaces: [Guarded<Workspace>]
  private let singles: [Guarded<SingleWorkspace>]
  /// What each thread computes of a layer of a single image.
  private let parts: [Guarded<[Float]>]
  private let results = Guarded<[Float]>([])
  private let nextTask = Atomic(0)

  /// Makes ready.
  public init(_ network: Network, threads: Int = 1, engine: Engine = .preferred) {
    self.network = network
    self.engine = engine
    let crew = StandingCrew(count: threads)
    let single = SinglePass(network, engine: engine)
    self.crew = crew
    self.single = single
    workspaces = (0..<crew.count).map { _ in Guarded(Workspace(network)) }
    singles =
      single.map { pass in
        (0..<crew.count).map { _ in Guarded(SingleWorkspace(pass)) }
      } ?? []
    parts = (0..<crew.count).map { _ in Guarded([]) }
  }

  /// The outputs of the last layer, before any softmax.
  ///
  /// - Parameters:
  ///   - images: C×H×W values for each image, scaled as the network wants them.
  ///   - result: Receives as many values as there are classes for each image.
  /// - Precondition: A whole number of images.
  public func logits(_ images: [Float], into result: inout [Float]) {
    let (size, classes) = (network.inputShape.count, network.shapes[network.shapes.count - 1].count)
    precondition(images.count % size == 0, "\(images.count) values are no images of \(size)")
    let count = images.count / size
    if result.count != count * classes {
      result = [Float](repeating: 0, count: count * classes)
    }
    if count == 1, let single { return one(images, single, into: &result) }
    results.value.withLock { LayerScratch.grow(&$0, to: count * classes) }
    let rest = count % Tensor.lanes
    // A group takes about as long as a dozen images one by one.
    let left = single == nil || rest > 8 ? 0 : rest
    let groups = (count - left + Tensor.lanes - 1) / Tensor.lanes
    nextTask.store(0, ordering: .relaxed)
    crew.perform { [self] thread in
      while true {
        let task = nextTask.add(1, ordering: .relaxed).oldValue
        if task >= groups + left { return }
        if task < groups {
          group(task * Tensor.lanes, min(Tensor.lanes, count - task * Tensor.lanes), images, thread)
        } else if let single {
          alone(groups * Tensor.lanes + task - groups, images, single, thread)
        }
      }
    }
    results.value.withLock { values in
      for index in result.indices { result[index] = values[index] }
    }
  }

  // MARK: 16 images

  private func group(_ first: Int, _ count: Int, _ images: [Float], _ thread: Int) {
    let size = network.inputShape.count
    workspaces[thread].value.withLock { workspace in
      var span = workspace.activations[0].values.mutableSpan
      if count == Tensor.lanes {
        engine.loops.interleave(
          images.span, from: first * size, planes: Tensor.lanes, planeStride: size, into: &span,
          at: 0, count: size)
      } else {
        for lane in 0..<count {
          for i in 0..<size { span[i * Tensor.lanes + lane] = images[(first + lane) * size + i] }
        }
      }
      network.forward(&workspace, pass: LayerPass(engine: engine))
      let output = workspace.activations[workspace.activations.count - 1]
      let classes = output.shape.count
      results.value.withLock { values in
        for lane in 0..<count {
          for k in 0..<classes {
            values[(first + lane) * classes + k] = output.values[k * Tensor.lanes + lane]
          }
        }
      }
    }
  }

  // MARK: One image

  private func alone(_ index: Int, _ images: [Float], _ pass: SinglePass, _ thread: Int) {
    let size = network.inputShape.count
    singles[thread].value.withLock { workspace in
      load(images, from: index * size, pass, &workspace)
      workspace.run(pass)
      results.value.withLock { values in
        take(workspace, pass, into: &values, at: index)
      }
    }
  }

  /// One image, its larger layers shared among the threads.
  private func one(_ image: [Float], _ pass: SinglePass, into result: inout [Float]) {
    var next = 0
    while let shared = pass.firstWorthSharing(from: next, among: crew.count) {
      share(next, through: shared, image, pass)
      next = shared + 1
    }
    singles[0].value.withLock { workspace in
      if next == 0 { load(image, from: 0, pass, &workspace) }
      for index in next..<pass.steps.count { workspace.run(pass, index) }
      take(workspace, pass, into: &result, at: 0)
    }
  }

  /// Some steps up to one that is shared: each thread computes its part of the maps, and the steps
  /// before for itself, because that is faster than fetching their results from another core.
  private func share(_ first: Int, through last: Int, _ image: [Float], _ pass: SinglePass) {
    let units = pass.channels(last) / crew.count
    let stride = pass.planes[last + 1].stride
    let input = first == 0 ? image : singles[0].value.withLock { $0.values[first] }
    crew.perform { [self] thread in
      singles[thread].value.withLock { workspace in
        if first == 0 {
          load(image, from: 0, pass, &workspace)
        } else if first < last {
          var span = workspace.values[first].mutableSpan
          engine.loops.copy(input.span, from: 0, into: &span, at: 0, count: input.count)
        }
        for index in first..<last { workspace.run(pass, index) }
        parts[thread].value.withLock { part in
          LayerScratch.grow(&part, to: units * stride)
          pass.convolve(
            last, first == last && first > 0 ? input : workspace.values[last],
            thread * units..<(thread + 1) * units, into: &part)
        }
      }
    }
    singles[0].value.withLock { workspace in
      for (thread, part) in parts.enumerated() {
        part.value.withLock { values in
          var span = workspace.values[last + 1].mutableSpan
          engine.loops.copy(
            values.span, from: 0, into: &span, at: thread * units * stride, count: units * stride)
        }
      }
    }
  }

  private func load(
    _ images: [Float], from start: Int, _ pass: SinglePass, _ workspace: inout SingleWorkspace
  ) {
    let (planes, shape) = (pass.planes[0], network.inputShape)
    var span = workspace.values[0].mutableSpan
    for channel in 0..<shape.channels {
      engine.loops.copy(
        images.span, from: start + channel * shape.plane, into: &span,
        at: channel * planes.stride, count: shape.plane)
    }
  }

  private func take(
    _ workspace: SingleWorkspace, _ pass: SinglePass, into result: inout [Float], at index: Int
  ) {
    let planes = pass.planes[pass.planes.count - 1]
    let output = workspace.values[workspace.values.count - 1]
    for k in 0..<planes.shape.channels {
      result[index * planes.shape.channels + k] = output[k * planes.stride]
    }
  }
}

extension SinglePass {
  /// The first step whose maps divide evenly among threads, and take long beside a meeting of them
  /// and the maps that then move from core to core.
  fileprivate func firstWorthSharing(from first: Int, among threads: Int) -> Int? {
    guard threads > 1 else { return nil }
    return (first..<steps.count).first { index in
      guard case .convolve(_, let offsets, _) = steps[index] else { return false }
      let products = channels(index) * offsets.count * planes[index + 1].run
      return channels(index) % (4 * threads) == 0 && products > 1_000_000
    }
  }
}
