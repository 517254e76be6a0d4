import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs

/// Results as tables of text.
enum Tables {
  static func evaluation(_ result: Evaluation, _ names: [String]) -> String {
    let width = max(7, min(24, names.map(\.count).max() ?? 0))
    var lines = [
      String(
        format: "accuracy %.2f %%: %d of %d, mean loss %.4f; always '%@': %.2f %%",
        100 * result.accuracy, result.right, result.count, result.loss, names[result.majority],
        100 * result.majorityShare), "",
      fit("class", width) + " images   recall   precision         F1",
    ]
    for label in names.indices {
      lines.append(
        fit(names[label], width)
          + String(
            format: " %6d  %6.2f %%    %6.2f %%   %6.2f %%", result.images(of: label),
            100 * result.recall(label), 100 * result.precision(label), 100 * result.f1(label)))
    }
    lines += ["", "rows: true class, columns: predicted class"]
    guard names.count <= mostColumns else {
      lines[lines.count - 1] = "the confusion matrix of \(names.count) classes is in --json and -o"
      return lines.joined(separator: "\n")
    }
    let column = max(6, min(12, (names.map(\.count).max() ?? 0) + 2))
    lines.append(
      fit("", width) + names.map { pad(String($0.prefix(column - 2)), column) }.joined())
    for label in names.indices {
      lines.append(
        fit(names[label], width) + result.confusion[label].map { pad("\($0)", column) }.joined())
    }
    return lines.joined(separator: "\n")
  }

  /// The most classes of a confusion matrix in text.
  private static let mostColumns = 30

  /// Lines about classes that no picture was read as; none where 10 pictures a class are not there.
  static func notes(_ result: Evaluation, _ names: [String]) -> [String] {
    let never = result.neverPredicted
    guard let first = never.first, result.count >= 10 * names.count else { return [] }
    let others = never.count > 1 ? " and \(never.count - 1) more are" : " is"
    return [
      "note: '\(names[first])'\(others) never predicted, of \(result.images(of: first)) pictures"
    ]
  }

  /// A text of exactly `width` characters, cut off or padded at its end.
  private static func fit(_ text: String, _ width: Int) -> String {
    guard text.count > width else {
      return text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
    return text.prefix(width - 1) + "…"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
