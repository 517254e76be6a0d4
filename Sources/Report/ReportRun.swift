import Foundation

/// What the folder of a run says about the training.
package struct ReportRun: Sendable {
  /// The rows of `history.csv`: epoch, training loss and accuracy, held-out loss and accuracy,
  /// seconds.
  let history: [[Double]]
  /// The facts of `run.json` but the options: names and values.
  let facts: [(name: String, value: String)]
  /// The options of the run.
  let options: [(name: String, value: String)]
  /// Whether the run learned from digits that the program drew, and its seed.
  package let isSynthetic: Bool
  package let seed: UInt64

  /// Reads the texts of `history.csv` and `run.json`; `nil` when there is no history.
  package init?(history text: String, record: String) {
    history = text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").compactMap { Double($0) }
    }.filter { $0.count == 6 && $0.allSatisfy(\.isFinite) }
    guard !history.isEmpty else { return nil }
    let read = try? JSONSerialization.jsonObject(with: Data(record.utf8)) as? [String: Any]
    let found = read ?? [:]
    let given = found["options"] as? [String: Any] ?? [:]
    options = given.keys.sorted().map { ($0, "\(given[$0] ?? "")") }.filter { !$0.1.isEmpty }
    isSynthetic = given["data"] as? String == "synthetic"
    seed = (found["seed"] as? NSNumber)?.uint64Value ?? 0
    let names = [
      "seed", "epochs_run", "best_epoch", "test_accuracy", "test_images", "validation_accuracy",
      "seconds", "convtool", "instruction_set", "weights_sha256",
    ]
    facts = names.compactMap { name in
      guard let value = found[name] else { return nil }
      if let number = value as? NSNumber, name.hasSuffix("accuracy") {
        return (name, HTML.percent(number.doubleValue))
      }
      if let number = value as? NSNumber, name == "seconds" {
        return (name, String(format: "%.1f", number.doubleValue))
      }
      return (name, "\(value)")
    }
  }
}
