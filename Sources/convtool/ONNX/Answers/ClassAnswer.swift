import Foundation
import ImageCodecs
import ONNX

/// The answer of a model for a whole picture: a line of `predict`.
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

  /// Takes the most probable classes.
  init(image: String, _ shares: ClassShares, labels: ClassLabels, count: Int) {
    self.image = image
    let classes = shares.values.count
    let first = labels.skipsFirst(of: classes) ? 1 : 0
    top = shares.order.filter { $0 >= first }.prefix(count).map {
      Entry(class: labels.name($0, of: classes), probability: shares.values[$0])
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
