import ConvCore
import ConvNet
import Foundation
import Testing

@Suite("Smoothed labels")
struct LabelSmoothingTests {
  private let classes = TensorShape(channels: 5, height: 1, width: 1)

  private func logits() -> Tensor {
    var generator = SplitMix64(seed: 9)
    var tensor = Tensor(classes)
    for i in tensor.values.indices {
      tensor.values[i] = Float.random(in: -3...3, using: &generator)
    }
    return tensor
  }

  @Test("loss and gradient are −Σ t ln p and p − t, by hand", arguments: [0, 0.1, 0.5] as [Float])
  func byHand(_ smoothing: Float) {
    let z = [0.5, -1, 2, 0, 1.25]
    let powers = z.map(exp)
    let sum = powers.reduce(0, +)
    let targets = z.indices.map {
      (1 - Double(smoothing)) * ($0 == 3 ? 1 : 0) + Double(smoothing) / 5
    }
    var (tensor, gradient) = (Tensor(classes), Tensor(classes))
    tensor.setImage(0, z.map { Float($0) })
    let outcome = Loss.crossEntropy.evaluate(
      tensor, labels: [3], scale: 2, smoothing: smoothing, gradient: &gradient)[0]
    let loss = z.indices.reduce(0.0) { $0 - targets[$1] * log(powers[$1] / sum) }
    #expect(abs(Double(outcome.loss) - loss) < 1e-5)
    for (k, value) in gradient.image(0).enumerated() {
      #expect(abs(Double(value) - 2 * (powers[k] / sum - targets[k])) < 1e-5)
    }
  }

  @Test("the gradient agrees with central differences")
  func differences() {
    let (tensor, labels) = (logits(), (0..<9).map { $0 % 5 })
    func loss(_ tensor: Tensor, _ gradient: inout Tensor) -> Double {
      Loss.crossEntropy.evaluate(
        tensor, labels: labels, scale: 1, smoothing: 0.2, gradient: &gradient
      ).reduce(0) { $0 + Double($1.loss) }
    }
    var gradient = Tensor(classes)
    _ = loss(tensor, &gradient)
    for place in tensor.values.indices {
      var (up, down, ignored) = (tensor, tensor, Tensor(classes))
      up.values[place] += 0.01
      down.values[place] -= 0.01
      let slope = (loss(up, &ignored) - loss(down, &ignored)) / 0.02
      #expect(abs(slope - Double(gradient.values[place])) < 2e-3)
    }
  }

  @Test("without smoothing loss and gradient keep their bits, and a NaN stays one")
  func zero() {
    let (tensor, labels) = (logits(), [0, 4, 2])
    var (plain, smooth) = (Tensor(classes), Tensor(classes))
    let losses = Loss.crossEntropy.evaluate(tensor, labels: labels, scale: 1, gradient: &plain)
    let others = Loss.crossEntropy.evaluate(
      tensor, labels: labels, scale: 1, smoothing: 0, gradient: &smooth)
    #expect(losses.map(\.loss) == others.map(\.loss) && plain.values == smooth.values)
    var broken = tensor
    broken.values[0] = .nan
    let outcome = Loss.crossEntropy.evaluate(
      broken, labels: labels, scale: 1, smoothing: 0.1, gradient: &smooth)[0]
    #expect(outcome.loss.isNaN)
  }
}
