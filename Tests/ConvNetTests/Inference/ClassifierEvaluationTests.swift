import ConvCore
import ConvNet
import Foundation
import Testing

@Suite("A classifier predicts an image and evaluates a set")
struct ClassifierEvaluationTests {
  private let network = Network.mlp(hidden: 12, seed: 3)
  private let count = 37

  private var pixels: [Float] {
    var generator = SplitMix64(seed: 5)
    return (0..<count * 784).map { _ in generator.unit() * 255 }
  }

  @Test("predict is the softmax of the outputs, with the most probable class first")
  func predict() {
    let image = Image(
      shape: ImageShape(height: 28, width: 28, channels: 1), samples: Array(pixels.prefix(784)))
    let classifier = Classifier(network)
    var logits: [Float] = []
    classifier.logits(image.samples.map { $0 / network.inputDivisor }, into: &logits)
    let prediction = classifier.predict(image)
    #expect(prediction.probabilities == Loss.softmax(logits))
    #expect(prediction.isFinite)
    let top = prediction.top(3)
    #expect(top.count == 3 && top[0].probability == prediction.probabilities.max())
    #expect(top[0].probability >= top[1].probability)
    let best = prediction.probabilities.firstIndex(of: top[0].probability)
    #expect(best.map { network.classNames[$0] } == top[0].className)
  }

  @Test("evaluate counts what the outputs say, for any threads", arguments: [1, 3])
  func evaluate(threads: Int) {
    let scaled = pixels.map { $0 / network.inputDivisor }
    let labels = (0..<count).map { $0 % 10 }
    let images = TensorDataset(
      images: scaled, shape: TensorShape(channels: 1, height: 28, width: 28), labels: labels)
    let classifier = Classifier(network, threads: threads, algorithm: .winograd)
    var logits: [Float] = []
    classifier.logits(scaled, into: &logits)
    var (right, loss) = (0, 0.0)
    for (index, label) in labels.enumerated() {
      let p = Loss.softmax(Array(logits[index * 10..<index * 10 + 10]))
      if p[label] == p.max() { right += 1 }
      loss -= log(Double(p[label]))
    }
    let result = classifier.evaluate(images)
    #expect(result.count == count && result.right == right && result.unusable == 0)
    #expect(abs(result.loss - loss / Double(count)) < 1e-5)
    #expect(result.confusion.map { $0.reduce(0, +) } == [4, 4, 4, 4, 4, 4, 4, 3, 3, 3])
  }
}
