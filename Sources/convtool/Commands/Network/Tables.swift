import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs

/// Results as tables of text.
enum Tables {
  static func evaluation(_ result: Evaluation, _ names: [String]) -> String {
    var lines = [
      String(
        format: "accuracy %.2f %%: %d of %d, mean loss %.4f", 100 * result.accuracy, result.right,
        result.count, result.loss), "", "class   images   recall   precision",
    ]
    for label in names.indices {
      lines.append(
        names[label].padding(toLength: 8, withPad: " ", startingAt: 0)
          + String(
            format: "%6d  %6.2f %%    %6.2f %%", result.confusion[label].reduce(0, +),
            100 * result.recall(label), 100 * result.precision(label)))
    }
    lines += ["", "rows: true class, columns: predicted class"]
    lines.append("     " + names.map { pad($0, 6) }.joined())
    for label in names.indices {
      lines.append(pad(names[label], 5) + result.confusion[label].map { pad("\($0)", 6) }.joined())
    }
    return lines.joined(separator: "\n")
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
