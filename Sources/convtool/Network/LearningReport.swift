import ConvCore
import ConvNet
import Foundation
import ImageCodecs

/// What `learn` prints.
struct LearningReport {
  let command: LearnCommand
  let regression: KernelRegression
  let learned: KernelFit
  let exact: KernelFit
  /// Whether outputs are whole levels.
  let isRounded: Bool

  private struct Record: Encodable {
    let size: [Int]
    let windows: Int
    let clipped: Int
    let steps: Int
    let kernel: KernelRecord
    let leastSquares: KernelRecord
    @JSONNumber var difference: Double
    @JSONNumber var residual: Double
    @JSONNumber var explained: Double
    let standardErrors: [JSONNumber<Double>]
    let rank: Int
  }

  /// The largest difference between a cell of the two kernels.
  private var difference: Double {
    zip(learned.kernel.coefficients, exact.kernel.coefficients)
      .map { ($0 - $1).magnitude }.max() ?? 0
  }

  func print(json: Bool) throws {
    guard !json else { return Swift.print(try JSONOutput.text(record)) }
    Swift.print(learned.kernel.text)
    Swift.print("")
    for line in lines { Swift.print(line) }
  }

  private var record: Record {
    Record(
      size: [command.size.height, command.size.width], windows: regression.count,
      clipped: regression.clipped, steps: learned.losses.count - 1,
      kernel: KernelRecord(learned.kernel), leastSquares: KernelRecord(exact.kernel),
      difference: difference, residual: learned.residual,
      explained: learned.explained,
      standardErrors: exact.standardErrors.map { JSONNumber($0) }, rank: exact.rank)
  }

  private var lines: [String] {
    let rounding = isRounded ? "; whole levels alone leave 0.289" : ""
    var lines = [
      row("descent", "\(learned.losses.count - 1) steps from a random start, seed \(command.seed)"),
      row(
        "check",
        "least squares in closed form differ by \(number(difference)) at most in a cell"),
      row("residual", "\(number(learned.residual)) levels (root of the mean square)\(rounding)"),
      row("explains", "\(share) % of the picture's variance"),
    ]
    if let error = exact.standardErrors.max(), error.isFinite {
      lines.append(
        row("error", error < 1e-9 ? "none to speak of" : "about \(number(error)) in a cell"))
    }
    let left = regression.clipped > 0 ? ", \(regression.clipped) left out at black or white" : ""
    lines.append(row("windows", "\(regression.count)\(left)"))
    return lines
  }

  /// Prints a note when the kernel is not one to rely on.
  func tell() {
    let cells = exact.kernel.coefficients.count
    if !exact.isDetermined {
      Messages.note(
        command.from,
        "has too little detail: only \(exact.rank) of the \(cells) cells are determined, and many "
          + "kernels do the same to it")
    } else if learned.explained < 0.9 {
      Messages.note(
        command.to,
        "is not made by a kernel of \(command.size): it explains \(share) % of the variance"
          + (isRounded ? "; a picture holds no negative values, write responses as .npy" : ""))
    } else if difference > 1e-3 * max(1, exact.kernel.absoluteSum) {
      Messages.note(
        command.from, "gradient descent has not arrived: raise --steps, or take the least squares")
    }
  }

  private var share: String { number(100 * max(learned.explained, 0)) }

  private func row(_ name: String, _ text: String) -> String {
    name.padding(toLength: 10, withPad: " ", startingAt: 0) + text
  }

  private func number(_ value: Double) -> String { String(format: "%.4g", value) }
}
