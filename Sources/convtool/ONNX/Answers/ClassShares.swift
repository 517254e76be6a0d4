import Foundation
import ImageCodecs
import ONNX

/// The probabilities that the outputs of a model are.
struct ClassShares {
  /// A probability for each output; an output that is skipped has 0.
  let values: [Double]

  /// Reads the outputs of a model.
  ///
  /// Outputs that are probabilities already, not negative with a sum of 1, are taken as they are;
  /// others pass softmax.
  ///
  /// - Throws: ``Failure`` with 65 when the model does not give one list of finite numbers.
  init(_ outputs: Tensor, image: String, model: String, skipsFirst: Bool) throws {
    guard outputs.count > 0, outputs.count == outputs.shape.max() ?? 1,
      let values = try? outputs.reals()
    else {
      throw Failure(
        .damagedInput,
        "\(model): the first output is \(outputs.type) of "
          + "\(outputs.shape.map(String.init).joined(separator: "x")), not a list of classes: "
          + "run writes it")
    }
    guard values.allSatisfy(\.isFinite) else {
      throw Failure(
        .damagedInput,
        "\(image): the model's outputs are not finite numbers: its weights are "
          + "broken, or the preparation is wrong")
    }
    let isShare = values.allSatisfy { $0 >= 0 } && abs(values.reduce(0, +) - 1) < 1e-3
    let counted = skipsFirst && values.count > 1 ? Array(values.dropFirst()) : values
    let shares: [Double]
    if isShare {
      shares = counted
    } else {
      let largest = counted.max() ?? 0
      let powers = counted.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      shares = powers.map { $0 / sum }
    }
    self.values = [Double](repeating: 0, count: values.count - counted.count) + shares
  }

  /// The outputs in falling order of their probabilities.
  var order: [Int] {
    values.indices.sorted { values[$0] > values[$1] || (values[$0] == values[$1] && $0 < $1) }
  }

  /// The entropy in bits: 0 for one sure class, log₂ of the number of classes for none preferred.
  var entropy: Double { values.reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 } }
}
