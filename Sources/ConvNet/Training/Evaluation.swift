public import ConvCore
import Dispatch
import Synchronization

/// How well a network reads images.
public struct Evaluation: Hashable, Sendable {
  /// Counts by true class, then by predicted class.
  public var confusion: [[Int]]
  /// The mean loss.
  public var loss: Double
  /// Images whose outputs are not all finite: what is counted for them means nothing.
  public var unusable = 0

  /// Images in all.
  public var count: Int { confusion.joined().reduce(0, +) }

  /// Images read right.
  public var right: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

  /// The share of images read right.
  public var accuracy: Double { count > 0 ? Double(right) / Double(count) : 0 }

  /// Of the images of a class, the share read right.
  public func recall(_ label: Int) -> Double {
    let total = confusion[label].reduce(0, +)
    return total > 0 ? Double(confusion[label][label]) / Double(total) : 0
  }

  /// Of the images read as a class, the share that is of it.
  public func precision(_ label: Int) -> Double {
    let total = confusion.reduce(0) { $0 + $1[label] }
    return total > 0 ? Double(confusion[label][label]) / Double(total) : 0
  }
}

extension Network {
  /// The softmax of some images, in their order.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - threads: Threads at work; the result does not depend on it.
  ///   - algorithm: How convolutions are computed; Winograd's way is faster for many images.
  ///   - engine: The row loops to use.
  public func probabilities(
    _ images: some LabelledImages, threads: Int = 1, algorithm: ConvolutionAlgorithm = .winograd,
    engine: Engine = .preferred
  ) -> [[Float]] {
    outputs(images, threads: threads, algorithm: algorithm, engine: engine).map(Loss.softmax)
  }

  /// What the last layer gives for some images, in their order, before any softmax.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - threads: Threads at work; the result does not depend on it.
  ///   - algorithm: How convolutions are computed; Winograd's way is faster for many images.
  ///   - engine: The row loops to use.
  public func outputs(
    _ images: some LabelledImages, threads: Int = 1, algorithm: ConvolutionAlgorithm = .winograd,
    engine: Engine = .preferred
  ) -> [[Float]] {
    let groups = (images.count + Tensor.lanes - 1) / Tensor.lanes
    let results = Mutex([[[Float]]](repeating: [], count: groups))
    let crew = max(1, min(threads, groups))
    DispatchQueue.concurrentPerform(iterations: crew) { thread in
      var workspace = Workspace(self)
      for group in stride(from: thread, to: groups, by: crew) {
        let first = group * Tensor.lanes
        let lanes = min(Tensor.lanes, images.count - first)
        var generator = SplitMix64(seed: 0)
        for lane in 0..<lanes {
          images.load(
            first + lane, into: &workspace.activations[0], lane: lane, using: &generator)
        }
        forward(&workspace, pass: LayerContext(engine: engine, algorithm: algorithm))
        let output = workspace.output
        let values = (0..<lanes).map { output.image($0) }
        results.withLock { $0[group] = values }
      }
    }
    return results.withLock { $0.flatMap(\.self) }
  }

  /// Reads images and counts, with Winograd's products where they are faster.
  public func evaluate(
    _ images: some LabelledImages, loss: Loss = .crossEntropy, threads: Int = 1,
    engine: Engine = .preferred
  ) -> Evaluation {
    let classes = classNames.count
    var result = Evaluation(
      confusion: [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes), loss: 0)
    for (index, output) in outputs(images, threads: threads, engine: engine).enumerated() {
      if !output.allSatisfy(\.isFinite) { result.unusable += 1 }
      let p = Loss.softmax(output)
      let label = images.label(index)
      let predicted = p.indices.max { p[$0] < p[$1] } ?? 0
      result.confusion[label][predicted] += 1
      result.loss += Double(loss.value(p, label))
    }
    result.loss /= Double(max(1, images.count))
    return result
  }
}
