public import ConvCore
import Dispatch
import Synchronization

/// The results of a network on labeled images: confusion matrix, loss and accuracy.
public struct Evaluation: Hashable, Sendable {
  /// The confusion matrix: counts by true class, then by predicted class.
  public var confusion: [[Int]]
  /// The mean loss of the images.
  public var loss: Double
  /// The number of images with outputs that are not finite, whose results are meaningless.
  public var unusable = 0

  /// The number of images.
  public var count: Int { confusion.joined().reduce(0, +) }

  /// The number of images read right.
  public var right: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

  /// The share of images read right, from 0 to 1; 0 without images.
  public var accuracy: Double { count > 0 ? Double(right) / Double(count) : 0 }

  /// Returns the share of a class's images that were read right; 0 without images of the class.
  public func recall(_ label: Int) -> Double {
    let total = confusion[label].reduce(0, +)
    return total > 0 ? Double(confusion[label][label]) / Double(total) : 0
  }

  /// Returns the share of images read as a class that belong to the class; 0 without such images.
  public func precision(_ label: Int) -> Double {
    let total = confusion.reduce(0) { $0 + $1[label] }
    return total > 0 ? Double(confusion[label][label]) / Double(total) : 0
  }
}

extension Network {
  /// Computes the softmax of the last layer for some images, in their order.
  ///
  /// - Parameters:
  ///   - images: The images to read.
  ///   - threads: The number of threads; the result does not depend on it.
  ///   - algorithm: The algorithm of convolution layers; Winograd suits many images.
  ///   - engine: The instruction set of the loops.
  public func probabilities(
    _ images: some LabelledImages, threads: Int = 1, algorithm: ConvolutionAlgorithm = .winograd,
    engine: Engine = .preferred
  ) -> [[Float]] {
    outputs(images, threads: threads, algorithm: algorithm, engine: engine).map(Loss.softmax)
  }

  /// Computes the outputs of the last layer for some images, in their order, before any softmax.
  ///
  /// - Parameters:
  ///   - images: The images to read.
  ///   - threads: The number of threads; the result does not depend on it.
  ///   - algorithm: The algorithm of convolution layers; Winograd suits many images.
  ///   - engine: The instruction set of the loops.
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

  /// Reads images with Winograd's algorithm and compares the outputs with the labels.
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
