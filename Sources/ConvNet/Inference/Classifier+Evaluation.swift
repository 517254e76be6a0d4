public import ConvCore

extension Classifier {
  /// The number of images that ``outputs(of:)`` holds in memory at once: 1024, or of large images
  /// as many as have 2²⁴ values.
  private var imagesAtOnce: Int {
    max(Tensor.lanes, min(1024, (1 << 24) / max(1, network.inputShape.count)))
  }

  /// Classifies one image.
  ///
  /// - Parameter image: H×W×C samples in the units of pictures; they are divided by
  ///   `network.inputDivisor`.
  /// - Returns: The probability of each class, with its name.
  /// - Precondition: The image has the shape that the network takes.
  public func predict(_ image: Image) -> Prediction {
    let shape = network.inputShape
    precondition(
      image.shape.channels == shape.channels && image.shape.height == shape.height
        && image.shape.width == shape.width, "an image of \(image.shape) for \(shape)")
    var values: [Float] = []
    for channel in 0..<shape.channels {
      for pixel in stride(from: channel, to: image.samples.count, by: shape.channels) {
        values.append(image.samples[pixel] / network.inputDivisor)
      }
    }
    var result: [Float] = []
    logits(values, into: &result)
    return Prediction(logits: result, classNames: network.classNames)
  }

  /// Computes the outputs of the last layer for some images, in their order, before any softmax.
  public func outputs(of images: some LabelledImages) -> [[Float]] {
    outputs(of: images, 0..<images.count)
  }

  /// Computes the outputs of the last layer for a range of images.
  private func outputs(of images: some LabelledImages, _ range: Range<Int>) -> [[Float]] {
    let classes = network.shapes[network.shapes.count - 1].count
    var results: [[Float]] = []
    let atOnce = imagesAtOnce
    for first in stride(from: range.lowerBound, to: range.upperBound, by: atOnce) {
      let values = load(first..<min(first + atOnce, range.upperBound), of: images)
      var logits: [Float] = []
      self.logits(values, into: &logits)
      results += stride(from: 0, to: logits.count, by: classes).map {
        Array(logits[$0..<$0 + classes])
      }
    }
    return results
  }

  /// Reads images and compares the answers with their labels.
  ///
  /// - Parameters:
  ///   - images: The images and their labels; Winograd's algorithm suits many images.
  ///   - loss: The loss whose mean is reported.
  /// - Returns: The confusion matrix, the mistakes and the mean loss of all images.
  public func evaluate(
    _ images: some LabelledImages, loss: Loss = .crossEntropy
  ) -> Evaluation {
    evaluation(of: outputs(of: images), images, loss)
  }

  /// Reads images as ``evaluate(_:loss:)`` does, each process a part of them.
  ///
  /// - Returns: The results of all images, the same in every process.
  package func evaluate(
    _ images: some LabelledImages, loss: Loss = .crossEntropy,
    processes: any TrainingProcesses
  ) -> Evaluation {
    let classes = network.shapes[network.shapes.count - 1].count
    let parts = processes.parts(of: images.count)
    let own = parts[processes.rank]
    var values = [Float](repeating: 0, count: images.count * classes)
    for (index, output) in zip(own, outputs(of: images, own)) {
      values.replaceSubrange(index * classes..<(index + 1) * classes, with: output)
    }
    processes.complete(&values, parts.map { $0.lowerBound * classes..<$0.upperBound * classes })
    let outputs = (0..<images.count).map { Array(values[$0 * classes..<($0 + 1) * classes]) }
    return evaluation(of: outputs, images, loss)
  }

  private func evaluation(
    of outputs: [[Float]], _ images: some LabelledImages, _ loss: Loss
  ) -> Evaluation {
    let classes = network.classNames.count
    var result = Evaluation(
      confusion: [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes), loss: 0)
    for (index, output) in outputs.enumerated() {
      if !output.allSatisfy(\.isFinite) { result.unusable += 1 }
      let p = Loss.softmax(output)
      let label = images.label(index)
      let predicted = p.indices.max { p[$0] < p[$1] } ?? 0
      result.confusion[label][predicted] += 1
      if predicted != label {
        result.mistakes.append(
          Misreading(
            index: index, truth: label, answer: predicted, probability: p[predicted]))
      }
      result.loss += Double(loss.value(p, label))
    }
    result.loss /= Double(max(1, images.count))
    result.mistakes.sort()
    return result
  }
}

extension Network {
  /// Computes the outputs of the last layer for some images (``Classifier/outputs(of:)``).
  ///
  /// - Parameters:
  ///   - images: The images to read.
  ///   - threads: The number of threads; the result does not depend on it.
  ///   - algorithm: The algorithm of convolution layers; Winograd suits many images.
  ///   - engine: The instruction set of the loops.
  /// - Returns: The outputs of each image, in the order of the images: a value for each class,
  ///   before softmax.
  public func outputs(
    _ images: some LabelledImages, threads: Int = 1, algorithm: ConvolutionAlgorithm = .winograd,
    engine: Engine = .preferred
  ) -> [[Float]] {
    Classifier(self, threads: threads, algorithm: algorithm, engine: engine).outputs(of: images)
  }

  /// Reads images with Winograd's algorithm and compares the answers with their labels
  /// (``Classifier/evaluate(_:loss:)``).
  public func evaluate(
    _ images: some LabelledImages, loss: Loss = .crossEntropy, threads: Int = 1,
    engine: Engine = .preferred
  ) -> Evaluation {
    Classifier(self, threads: threads, algorithm: .winograd, engine: engine)
      .evaluate(images, loss: loss)
  }

  /// Reads images as ``evaluate(_:loss:threads:engine:)`` does, each process a part of them.
  package func evaluate(
    _ images: some LabelledImages, loss: Loss, threads: Int, processes: any TrainingProcesses
  ) -> Evaluation {
    Classifier(self, threads: threads, algorithm: .winograd)
      .evaluate(images, loss: loss, processes: processes)
  }
}
