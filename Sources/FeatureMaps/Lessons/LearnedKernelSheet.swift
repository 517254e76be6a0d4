import Foundation
import ConvCore
import ConvNet

/// A picture of a kernel that was learned: the loss, the kernel, and its check in closed form.
package enum LearnedKernelSheet {
  /// Draws the sheet.
  ///
  /// - Parameters:
  ///   - learned: The kernel of gradient descent.
  ///   - exact: The kernel of least squares.
  /// - Returns: A picture with the curve of the loss above both kernels, which share one scale.
  package static func drawn(_ learned: KernelFit, _ exact: KernelFit) -> Canvas {
    let both = learned.kernel.coefficients + exact.kernel.coefficients
    let range = ValueRange(of: both.map { Float($0) })
    let grids = [learned, exact].map { fit in
      NumberGrid(
        values: fit.kernel.coefficients.map { Float($0) }, columns: fit.kernel.size.width,
        range: range)
    }
    let chart = chart(learned)
    let (margin, title) = (24, BitmapFont.large.height + 12)
    let width = max(
      chart.width, grids[0].width + grids[1].width + 3 * margin,
      BitmapFont.large.width(of: caption(1)))
    var canvas = Canvas(
      height: chart.height + title + grids[0].height + 2 * margin, width: width)
    canvas.blit(chart, top: 0, left: (width - chart.width) / 2)
    for (index, grid) in grids.enumerated() {
      let middle = width * (2 * index + 1) / 4
      canvas.text(
        caption(index), top: chart.height, x: middle, font: .large, alignment: .center)
      grid.draw(on: &canvas, top: chart.height + title, left: middle - grid.width / 2)
    }
    return canvas
  }

  private static func caption(_ index: Int) -> String {
    ["gradient descent", "least squares"][index]
  }

  private static func chart(_ learned: KernelFit) -> Canvas {
    let losses = learned.losses.map { $0 > 0 ? log10($0) : .nan }
    let series = CurveSeries(
      name: "loss", x: losses.indices.map(Double.init), y: losses)
    let panel = CurvePanel(
      title: "mean squared error", x: ChartAxis("step", isWhole: true),
      y: ChartAxis("log10 of the loss"), series: [series])
    return CurveChart(title: "The kernel between two pictures", panels: [panel])
      .drawn(height: 360, width: 900)
  }
}
