import ConvCore
import Foundation

extension SlidingPicture {
  /// What the kernel scene says.
  static func kernelTitle(_ model: SlidingModel, degrees: Int) -> String {
    guard let kernel = model.kernel else { return "" }
    if !kernel.isTurned {
      return kernel.isLearned
        ? "The kernel as it was learned: a layer correlates and does not turn it"
        : "The kernel as written: a correlation does not turn it"
    }
    switch degrees {
    case 0: return "The kernel as written"
    case 180: return "Turned by 180°: so it lies over the input"
    default: return "Convolution turns the kernel by 180°"
    }
  }

  /// Draws the kernel alone; its cells move around its middle, their numbers stay upright.
  func kernelScene(degrees: Int) -> Canvas {
    var canvas = Canvas(height: layout.height, width: layout.width)
    guard let kernel = model.kernel?.written else { return canvas }
    let margin = layout.length(30)
    let large = layout.font(2.2)
    canvas.text(
      large.shortened(words.title, to: layout.width - 2 * margin), top: layout.length(24),
      x: margin,
      font: large)
    canvas.text(
      SlidingPicture.kernelTitle(model, degrees: degrees), top: layout.length(96),
      x: layout.width / 2, font: layout.font(2), alignment: .center)
    let size = kernel.size
    let cell = max(
      2, min(layout.length(110), layout.length(430) / max(size.height, size.width)))
    let angle = Double(degrees) * .pi / 180
    let middle = Point(y: Double(layout.length(400)), x: Double(layout.width) / 2)
    let style = SlidingFigures.Style(
      kernel.coefficients, cell: cell,
      SlidingScale(signed: kernel.coefficients, palette: palette))
    for (index, weight) in kernel.coefficients.enumerated() {
      let (row, column) = (index / size.width, index % size.width)
      let dy = (Double(row) - Double(size.height - 1) / 2) * Double(cell)
      let dx = (Double(column) - Double(size.width - 1) / 2) * Double(cell)
      let frame = Frame(
        top: Int((middle.y + dx * sin(angle) + dy * cos(angle)).rounded()) - cell / 2,
        left: Int((middle.x + dx * cos(angle) - dy * sin(angle)).rounded()) - cell / 2,
        height: cell, width: cell)
      canvas.cell(frame, style.scale.color(weight), style.text(weight), zoom: style.zoom ?? 1)
      if cell >= layout.length(60) {
        canvas.text(
          "h[\(row),\(column)]", top: frame.top + 6, x: frame.left + 6, font: layout.font(1.1),
          color: SlidingScale.ink(on: style.scale.color(weight)))
      }
    }
    let isSymmetric = kernel.rotated180.coefficients == kernel.coefficients
    let note =
      model.kernel?.isTurned == true && degrees == 180
      ? (isSymmetric
        ? "its numbers are symmetric: turned they are the same, only h[i,j] has moved"
        : "h[0,0], written first, now lies last")
      : ""
    canvas.text(
      note, top: layout.height - layout.length(96), x: layout.width / 2, font: layout.font(1.5),
      alignment: .center, color: .label)
    return canvas
  }
}
