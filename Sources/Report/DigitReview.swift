import ConvNet
import Digits
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

  /// Reads all digits of a set.
  init(_ network: Network, _ digits: DigitSet, threads: Int) {
    let classes = network.classNames.count
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    var (wrong, right): ([Shown], [Shown]) = ([], [])
    let outputs = network.outputs(
      DigitImages(digits, divisor: network.inputDivisor), threads: threads)
    for (number, output) in outputs.enumerated() {
      let p = Loss.softmax(output)
      let truth = Int(digits.labels[number])
      let answer = p.indices.max { p[$0] < p[$1] } ?? 0
      confusion[truth][answer] += 1
      let shown = Shown(
        truth: truth, answer: answer, probability: (Double(p[answer]) * 1e4).rounded() / 1e4,
        number: number)
      if truth != answer {
        wrong.append(shown)
      } else if right.count(where: { $0.truth == truth }) < Self.mostRight {
        right.append(shown)
      }
    }
    wrong.sort { ($0.probability, $1.number) > ($1.probability, $0.number) }
    self.confusion = confusion
    count = digits.count
    self.right = digits.count - wrong.count
    shown = Array(wrong.prefix(Self.mostMisread)) + right.sorted { $0.truth < $1.truth }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shown, forKey: .shown)
    try container.encode(columns, forKey: .columns)
  }
}
