import ConvCore
import ConvNet
import Foundation
import Testing

@Suite("Losses")
struct LossTests {
  private let classes = TensorShape(channels: 5, height: 1, width: 1)

  private func logits(_ seed: UInt64) -> Tensor {
    var generator = SplitMix64(seed: seed)
    var tensor = Tensor(classes)
    for i in tensor.values.indices {
      tensor.values[i] = Float.random(in: -3...3, using: &generator)
    }
    return tensor
  }

  @Test("gradients agree with finite differences for batches of any size", arguments: Loss.allCases)
  func gradients(_ loss: Loss) {
    let tensor = logits(4)
    for count in [1, 7, 16] {
      let labels = (0..<count).map { $0 % 5 }
      var gradient = Tensor(classes)
      _ = loss.evaluate(tensor, labels: labels, scale: 0.5, gradient: &gradient)
      for place in tensor.values.indices {
        func value(_ step: Float) -> Double {
          var moved = tensor
          moved.values[place] += step
          var ignored = Tensor(classes)
          return loss.evaluate(moved, labels: labels, scale: 1, gradient: &ignored)
            .reduce(0) { $0 + Double($1.loss) }
        }
        let difference = 0.5 * (value(0.01) - value(-0.01)) / 0.02
        #expect(abs(difference - Double(gradient.values[place])) < 2e-3)
        if place % 16 >= count { #expect(gradient.values[place] == 0) }
      }
    }
  }

  @Test("the softmax sums to 1 and does not overflow")
  func softmax() {
    let p = Loss.softmax([1000, 999, -1000])
    #expect(abs(p.reduce(0, +) - 1) < 1e-6)
    #expect(abs(Double(p[0]) - 1 / (1 + exp(-1.0))) < 1e-6 && p[2] == 0)
  }

  @Test("values are −ln p and ‖p − y‖²")
  func values() {
    var tensor = Tensor(classes)
    tensor.setImage(0, [0, 0, 0, 0, Float(log(4.0))])
    var gradient = Tensor(classes)
    let entropy = Loss.crossEntropy.evaluate(
      tensor, labels: [4], scale: 1, gradient: &gradient)[0]
    #expect(abs(Double(entropy.loss) - log(2)) < 1e-6 && entropy.predicted == 4)
    let squared = Loss.squared.evaluate(tensor, labels: [0], scale: 1, gradient: &gradient)[0]
    #expect(abs(squared.loss - (0.875 * 0.875 + 3 * 0.015625 + 0.25)) < 1e-6)
  }
}
