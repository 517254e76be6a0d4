import Foundation
import ImageCodecs
import ONNX

/// The answer of an ONNX model for a picture: a line of `predict`.
struct ClassAnswer: Encodable {
  /// A class and its probability.
  struct Entry: Encodable {
    let `class`: String
    @JSONNumber var probability: Double
  }

  private enum CodingKeys: String, CodingKey { case image, box, top, doubt }

  /// The name of the picture as given by the user.
  let image: String
  /// The classes with their probabilities, the most probable first.
  let top: [Entry]

  /// Reads the outputs of a model.
  ///
  /// Outputs that are probabilities already, not negative with a sum of 1, are taken as they are;
  /// others pass softmax.
  ///
  /// - Throws: ``Failure`` with 65 when the model does not give one list of finite numbers.
  init(image: String, outputs: Tensor, labels: ClassLabels, count: Int, model: String) throws {
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
    let largest = values.max() ?? 0
    let powers = values.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    let shares = isShare ? values : powers.map { $0 / sum }
    self.image = image
    top = shares.indices.sorted { shares[$0] > shares[$1] || (shares[$0] == shares[$1] && $0 < $1) }
      .prefix(count).map {
        Entry(class: labels.name($0, of: values.count), probability: shares[$0])
      }
  }

  /// Encodes one JSON object like that of a digit; a whole picture has no box and no doubt.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(image, forKey: .image)
    try container.encodeNil(forKey: .box)
    try container.encode(top, forKey: .top)
    try container.encode(false, forKey: .doubt)
  }

  /// The text line: `image: cat 99.2 %, dog 0.5 %`.
  var text: String {
    let entries = top.map { String(format: "%@ %.1f %%", $0.class, 100 * $0.probability) }
    return "\(image): \(entries.joined(separator: ", "))"
  }
}
