import FeatureMaps
import Foundation

/// The curves of a training as a drawing inside of the page, which follows light and dark.
struct CurveMarkup {
  /// One curve of a panel: its name, its color and its values.
  struct Curve {
    let name: String
    let style: String
    let values: [Double]
  }

  let title: String
  let epochs: [Double]
  let curves: [Curve]
  /// Whether the axis begins at 0 or ends at 100.
  let isShare: Bool

  private let width = 460.0
  private let height = 250.0
  private let frame = (left: 52.0, right: 12.0, top: 34.0, bottom: 40.0)

  /// The drawing as SVG.
  var text: String {
    let values = curves.flatMap(\.values)
    let low = isShare ? min(values.min() ?? 0, 100) : 0
    let high = isShare ? 100 : max(values.max() ?? 1, 1e-9)
    let ticks = AxisTicks(low...max(high, low + 1e-6), parts: 4)
    let floor = min(low, ticks.values.first ?? low)
    let steps = AxisTicks(1...max(2, epochs.last ?? 2), parts: 8, isWhole: true)
    func x(_ epoch: Double) -> Double {
      let span = max(1, (epochs.last ?? 1) - 1)
      return frame.left + (epoch - 1) / span * (width - frame.left - frame.right)
    }
    func y(_ value: Double) -> Double {
      let share = (value - floor) / max(high - floor, 1e-9)
      return height - frame.bottom - share * (height - frame.top - frame.bottom)
    }
    var marks = ""
    for (value, label) in zip(ticks.values, ticks.labels) where value <= high + 1e-9 {
      marks += line("grid", frame.left, y(value), width - frame.right, y(value))
      marks += words("end", frame.left - 6, y(value) + 4, label)
    }
    for value in steps.values where value >= 1 && value <= (epochs.last ?? 1) {
      marks += words("middle", x(value), height - frame.bottom + 16, "\(Int(value))")
    }
    marks += words("middle", (frame.left + width) / 2, height - 6, "epoch")
    for (number, curve) in curves.enumerated() {
      let points = zip(epochs, curve.values).map { String(format: "%.1f,%.1f", x($0), y($1)) }
      marks += "<polyline class=\"\(curve.style)\" points=\"\(points.joined(separator: " "))\"/>"
      for (epoch, value) in zip(epochs, curve.values) where epochs.count <= 40 {
        marks += String(
          format: "<circle class=\"%@\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>", curve.style, x(epoch),
          y(value))
      }
      let left = frame.left + 10 + Double(number) * 130
      marks +=
        line(curve.style, left, 20, left + 26, 20) + words("start", left + 32, 24, curve.name)
    }
    return "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" "
      + "aria-label=\"\(HTML.text(title)) by epoch; the table below has the numbers\">\(marks)</svg>"
  }

  private func line(
    _ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double
  ) -> String {
    String(
      format: "<line class=\"%@\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1,
      x2, y2)
  }

  private func words(_ anchor: String, _ x: Double, _ y: Double, _ text: String) -> String {
    String(format: "<text text-anchor=\"%@\" x=\"%.1f\" y=\"%.1f\">", anchor, x, y)
      + HTML.text(text) + "</text>"
  }
}
