import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The output of `--explain` for one run.
struct Explanation {
  let input: String
  let output: String
  let info: ImageInfo
  let plan: FilterPlan
  let report: FilterReport
  let threads: Int
  let options: RenderingOptions

  func print(json: Bool, toStandardError: Bool) throws {
    let text =
      json ? try JSONOutput.text(record) : FileName.printable(lines.joined(separator: "\n"))
    if toStandardError { Messages.write(text + "\n") } else { Swift.print(text) }
  }

  private var lines: [String] {
    var lines = [
      row(
        "input",
        "\(input): \(describe(info)), \(info.format.rawValue)"
          + (options.linear ? ", decoded to linear light" : "") + (options.gray ? ", gray" : ""))
    ]
    lines += likeness
    for index in plan.chain.stages.indices { lines += describe(stage: index) }
    lines += [
      row("output", "\(output): \(describe(plan.outputInfo)), \(viewText)"),
      row("response", rangeText),
    ]
    if report.nonfiniteInput + report.nonfinite > 0 { lines.append(row("nonfinite", finiteText)) }
    lines += [
      row("clipped", clippedText),
      row("memory", memoryText),
      row("engine", "\(Engine.preferred.name), \(threads) thread\(threads == 1 ? "" : "s")"),
    ]
    return lines
  }

  private func row(_ name: String, _ text: String) -> String {
    name.padding(toLength: 10, withPad: " ", startingAt: 0) + text
  }

  private func describe(_ info: ImageInfo) -> String {
    let shape = info.shape
    let channels = shape.channels == 1 ? "1 channel" : "\(shape.channels) channels"
    return "\(shape.height)×\(shape.width), \(channels) of \(info.sampleType)"
      + (info.hasAlpha ? ", the last one alpha" : "")
      + (info.range.map { ", black \($0.lowerBound), white \($0.upperBound)" } ?? "")
  }

  private func describe(stage index: Int) -> [String] {
    let stage = plan.chain.stages[index]
    var lines = [row("filter", stage.name)]
    for kernel in stage.kernels.prefix(2) {
      lines.append(row("kernel", describe(kernel)))
      if kernel.size.height <= 15 && kernel.size.width * kernel.depth <= 15 {
        lines += kernel.text.split(separator: "\n").map { row("", "  \($0)") }
      }
    }
    if stage.kernels.count > 2 { lines.append(row("", "and \(stage.kernels.count - 2) more")) }
    lines.append(row("method", MethodText(stage, plan.inputType(ofStage: index)).text))
    if let border = stage.borderDescription { lines.append(row("border", border)) }
    return lines
  }

  private func describe(_ kernel: Kernel) -> String {
    let depth = kernel.depth > 1 ? "×\(kernel.depth)" : ""
    return "\(kernel.size)\(depth), anchor \(kernel.anchor.y),\(kernel.anchor.x), "
      + "sum \(number(kernel.sum)), rank \(kernel.rankText)"
  }

  /// The program of `--like`, and what differs from our own defaults.
  private var likeness: [String] {
    guard let tool = plan.chain.stages[0].filter as? ToolFilter else { return [] }
    return [row("like", "\(tool.convention.name), \(tool.convention.call)")]
      + tool.differences.map { row("", $0) }
  }

  private var viewText: String {
    if plan.outputInfo.sampleType == .float32 { return "the raw response" }
    if let tool = plan.chain.stages[0].filter as? ToolFilter, options.view == .auto {
      return "the levels of \(tool.convention.name)"
    }
    let why =
      options.view == .auto
      ? (plan.chain.isSmoothing ? " (not an edge filter)" : " (an edge filter)") : ""
    return "view \(plan.view.rawValue)\(why)"
  }

  private var rangeText: String {
    guard let range = report.range else { return "no numbers" }
    let isLevels = options.view == .auto && plan.chain.stages[0].filter is ToolFilter
    return (isLevels && plan.outputInfo.sampleType != .float32 ? "levels " : "")
      + "\(number(Double(range.lowerBound))) … \(number(Double(range.upperBound)))"
  }

  /// The numbers of NaN and infinities in the input and the response.
  private var finiteText: String {
    "\(report.nonfiniteInput) samples of the input, \(report.nonfinite) of the response"
  }

  private var clippedText: String {
    let share = report.samples > 0 ? Double(report.clipped) / Double(report.samples) : 0
    return "\(report.clipped) of \(report.samples) samples, "
      + String(format: "%.3f %%", 100 * share)
  }

  private var memoryText: String {
    let size = String(
      format: "%.1f MB", Double(plan.memoryEstimate(threads: threads)) / 1e6)
    if let reason = plan.wholeImageReason { return "\(size), the whole image: \(reason)" }
    let rows = plan.bandRows == 1 ? "1 row" : "\(plan.bandRows) rows"
    let reach = plan.reach == 1 ? "1 row" : "\(plan.reach) rows"
    return "\(size) in bands of \(rows), at most \(threads + 2) in flight: "
      + "a row depends on \(reach) of the input"
  }

  private func number(_ value: Double) -> String {
    // A sum of nine ninths, for instance, differs from 1 in the last bit.
    String(format: "%.6g", abs(value) < 1e-12 ? 0 : value)
  }
}
