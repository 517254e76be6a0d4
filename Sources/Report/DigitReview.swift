import ConvCore
import ConvNet
import Foundation

/// How a network reads a set of digits: the counts, and the digits that the page shows.
struct DigitReview: Encodable {
  private enum CodingKeys: String, CodingKey { case shown, columns }

  /// A digit that the page shows.
  struct Shown: Encodable {
    let truth: Int
    let answer: Int
    /// The probability of the answer.
    let probability: Double
    /// The number of the digit in its set.
    let number: Int

    /// Encodes a list of four numbers, which is shorter than names.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(truth)
      try container.encode(answer)
      try container.encode(probability)
      try container.encode(number)
    }
  }

  /// The most digits that were misread, and those of each class that were read right.
  private static let mostMisread = 100
  private static let mostRight = 3
  /// The most samples of all pictures that are shown.
  private static let mostSamples = 1_000_000

  /// The counts by true class, then by answer.
  let confusion: [[Int]]
  /// The misread digits, the surest mistake first, then some that were read right.
  let shown: [Shown]
  /// The number of digits in a row of the sheet.
  let columns = 15
  /// The number of digits, and of those read right.
  let count: Int
  let right: Int

  /// The number of misread digits.
  var misread: Int { count - right }

  /// Reads all digits of a set, or other pictures.
  init(_ network: Network, _ pictures: ReviewedPictures, threads: Int) {
    let classes = network.classNames.count
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    var (wrong, right): ([Shown], [Shown]) = ([], [])
    var rightByClass = [Int](repeating: 0, count: classes)
    let (mostMisread, mostRight) = Self.most(pictures, classes: classes)
    let outputs = network.outputs(pictures.images, threads: threads)
    for (number, output) in outputs.enumerated() {
      let p = Loss.softmax(output)
      let truth = pictures.images.label(number)
      let answer = p.indices.max { p[$0] < p[$1] } ?? 0
      confusion[truth][answer] += 1
      let shown = Shown(
        truth: truth, answer: answer, probability: (Double(p[answer]) * 1e4).rounded() / 1e4,
        number: number)
      if truth != answer {
        wrong.append(shown)
      } else if rightByClass[truth] < mostRight {
        rightByClass[truth] += 1
        right.append(shown)
      }
    }
    wrong.sort { ($0.probability, $1.number) > ($1.probability, $0.number) }
    self.confusion = confusion
    count = pictures.count
    self.right = pictures.count - wrong.count
    shown = Array(wrong.prefix(mostMisread)) + right.sorted { $0.truth < $1.truth }
  }

  /// How many pictures are shown that were misread, and of each class that were read right.
  ///
  /// There are fewer where pictures are large or classes many, so that the page stays small.
  private static func most(
    _ pictures: ReviewedPictures, classes: Int
  ) -> (misread: Int, right: Int) {
    let room = max(16, mostSamples / max(1, pictures.shape.count))
    return (min(mostMisread, room / 2), min(mostRight, max(0, room / 2 / max(1, classes))))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shown, forKey: .shown)
    try container.encode(columns, forKey: .columns)
  }
}
