import ConvNet
import Digits
import Foundation

/// What a network says of one digit of a picture: a line of `predict`.
struct DigitAnswer: Encodable {
  /// A class and how probable it is.
  struct Entry: Encodable {
    let `class`: String
    let probability: Float
  }

  /// A digit whose most probable class has less than this is in doubt.
  static let leastProbability: Float = 0.6

  private enum CodingKeys: String, CodingKey { case image, box, top, doubt }

  /// The picture, as the user named it.
  let image: String
  /// Row, column, height and width of the ink in the picture; `nil` without ink.
  let box: [Int]?
  /// The most probable classes first; empty without ink.
  let top: [Entry]
  /// Why the answer is in doubt.
  let reason: String?

  /// The answer for a picture in which nothing was found.
  init(image: String, reason: String) {
    (self.image, box, top, self.reason) = (image, nil, [], reason)
  }

  /// Runs a digit through the network.
  ///
  /// - Throws: ``Failure`` with 65 when the network's outputs are not finite.
  init(
    image: String, digit: DigitReading.Digit, reason: String?, network: Network, count: Int
  ) throws {
    let outputs = NetworkInput.run(digit.image, through: network).output.image(0)
    let probabilities = Loss.softmax(outputs)
    guard outputs.allSatisfy(\.isFinite), probabilities.allSatisfy(\.isFinite) else {
      throw Failure(
        .damagedInput,
        "\(image): the model's outputs are not finite numbers: its weights are broken")
    }
    self.image = image
    box = [
      digit.rows.lowerBound, digit.columns.lowerBound, digit.rows.count, digit.columns.count,
    ]
    top = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }.prefix(count).map {
      Entry(class: network.classNames[$0], probability: probabilities[$0])
    }
    let isUndecided = (top.first?.probability ?? 0) < Self.leastProbability
    self.reason = reason ?? (isUndecided ? "no class reaches a probability of 60 %" : nil)
  }

  /// One line of JSON: keys in alphabetical order, `null` for what is not there.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(image, forKey: .image)
    try container.encode(box, forKey: .box)
    try container.encode(top, forKey: .top)
    try container.encode(reason != nil, forKey: .doubt)
  }

  /// `image: 3 99.2 %, 8 0.5 %`, or `image: ?`.
  var text: String {
    if reason != nil { return "\(image): ?" }
    let entries = top.map { String(format: "%@ %.1f %%", $0.class, 100 * $0.probability) }
    return "\(image): \(entries.joined(separator: ", "))"
  }
}
