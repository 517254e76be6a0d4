import ConvCore
import ConvNet
import Digits
import Foundation

/// The network's answer for one digit of a picture: a line of `predict`.
struct DigitAnswer: Encodable {
  /// A class and its probability.
  struct Entry: Encodable {
    let `class`: String
    let probability: Float
  }

  /// A digit is in doubt when the probability of its best class is smaller.
  static let leastProbability: Float = 0.6

  private enum CodingKeys: String, CodingKey { case image, box, top, doubt }

  /// The name of the picture as given by the user.
  let image: String
  /// Row, column, height and width of the ink in the picture; `nil` without ink.
  let box: [Int]?
  /// The classes with their probabilities, the most probable first; empty without ink.
  let top: [Entry]
  /// The reason for doubt; `nil` without doubt.
  let reason: String?

  /// Creates the answer for a picture in which no digit was found.
  init(image: String, reason: String) {
    (self.image, box, top, self.reason) = (image, nil, [], reason)
  }

  /// Reads a whole picture, which has no box and no doubt.
  ///
  /// - Throws: ``Failure`` with 65 when the outputs of the network are not finite.
  init(image: String, picture: Image, classifier: Classifier, count: Int) throws {
    let prediction = try DigitAnswer.prediction(of: picture, image, classifier)
    (self.image, box, reason) = (image, nil, nil)
    top = prediction.top(count).map { Entry(class: $0.className, probability: $0.probability) }
  }

  /// Reads a digit.
  ///
  /// - Throws: ``Failure`` with 65 when the outputs of the network are not finite.
  init(
    image: String, digit: DigitReading.Digit, reason: String?, classifier: Classifier, count: Int
  ) throws {
    let prediction = try DigitAnswer.prediction(of: digit.image, image, classifier)
    self.image = image
    box = [
      digit.rows.lowerBound, digit.columns.lowerBound, digit.rows.count, digit.columns.count,
    ]
    top = prediction.top(count).map { Entry(class: $0.className, probability: $0.probability) }
    let isUndecided = (top.first?.probability ?? 0) < Self.leastProbability
    self.reason = reason ?? (isUndecided ? "no class reaches a probability of 60 %" : nil)
  }

  private static func prediction(
    of picture: Image, _ name: String, _ classifier: Classifier
  ) throws -> Prediction {
    let prediction = classifier.predict(picture)
    guard prediction.isFinite else {
      throw Failure(
        .damagedInput,
        "\(name): the model's outputs are not finite numbers: its weights are broken")
    }
    return prediction
  }

  /// Encodes one JSON object with `null` for missing values.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(image, forKey: .image)
    try container.encode(box, forKey: .box)
    try container.encode(top, forKey: .top)
    try container.encode(reason != nil, forKey: .doubt)
  }

  /// The text line: `image: 3 99.2 %, 8 0.5 %`, or `image: ?` for doubt.
  var text: String {
    if reason != nil { return "\(image): ?" }
    let entries = top.map { String(format: "%@ %.1f %%", $0.class, 100 * $0.probability) }
    return "\(image): \(entries.joined(separator: ", "))"
  }
}
