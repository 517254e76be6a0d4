import ConvCore

/// The texts of the picture.
struct SlidingWords: Sendable {
  let model: SlidingModel
  let view: SlidingView
  let figures: SlidingFigures

  /// The title.
  var title: String {
    switch model.rule {
    case .transposed: "transposed \(model.name) over \(model.inputName)"
    default: "\(model.name) over \(model.inputName)"
    }
  }

  /// What is done, with its formula.
  var subtitle: String {
    let stride = model.geometry.stride
    let steps = stride.y == stride.x ? "stride \(stride.y)" : "stride \(stride.y),\(stride.x)"
    switch model.rule {
    case .transposed:
      return "each value of x stamps the kernel into the output, \(steps); where stamps overlap, "
        + "they add up"
    case .pooling(let kind):
      return "\(kind.words) of each \(model.geometry.window) window, \(steps)"
    default: break
    }
    guard let kernel = model.kernel else { return "" }
    if model.rule != .sum {
      let turn = kernel.isTurned ? "convolutions, each kernel turned by 180°" : "correlations"
      return model.rule == .magnitude
        ? "y = √(gx² + gy²): the magnitude of two \(turn)"
        : "y = the largest of \(model.parts.count) \(turn)"
    }
    let sum = model.parts.count > 1 ? "of all channels, " : ""
    let formula = "y[m,n] = Σ h[i,j] · x[\(place("m", "i")), \(place("n", "j"))]"
    if kernel.isTurned { return "convolution: \(formula), \(sum)the kernel lies turned by 180°" }
    return "correlation: \(formula), \(sum)the kernel lies as "
      + (kernel.isLearned ? "it was learned" : "it is written")
  }

  /// The row or the column that cell i, or j, of the kernel reads, as the formula writes it.
  private func place(_ output: String, _ cell: String) -> String {
    let geometry = model.geometry
    let isRow = output == "m"
    let stride = isRow ? geometry.stride.y : geometry.stride.x
    let lead = isRow ? geometry.lead.height : geometry.lead.width
    let reach = (isRow ? geometry.extent.height : geometry.extent.width) - 1
    let isTurned = model.kernel?.isTurned == true
    let shift = isTurned ? reach - lead : -lead
    let d = geometry.dilation == 1 ? "" : "\(geometry.dilation)"
    return (stride == 1 ? "" : "\(stride)") + output
      + (shift == 0 ? "" : shift < 0 ? "−\(-shift)" : "+\(shift)") + (isTurned ? "−" : "+") + d
      + cell
  }

  /// The heading of the input.
  var inputHeading: String {
    let channel = model.input.shape.channels > 1 ? ", \(model.parts[model.shownPart].label)" : ""
    return "input x\(channel): \(span(view.inputRows, view.inputColumns))"
  }

  /// The heading of the output.
  var outputHeading: String { "output y: \(span(view.outputRows, view.outputColumns))" }

  private func span(_ rows: Range<Int>, _ columns: Range<Int>) -> String {
    func ends(_ range: Range<Int>) -> String {
      "\(range.lowerBound)…\(range.upperBound - 1)".replacing("-", with: "−")
    }
    return "rows \(ends(rows)), columns \(ends(columns))"
  }

  /// The headings of the middle column, from top to bottom.
  var middleHeadings: [String] {
    if model.rule == .transposed {
      return ["value", "× \(kernelHeading)", "= stamp"]
    }
    guard model.multiplies else { return ["under the window"] }
    return ["under the window", "× \(kernelHeading)", "= products"]
  }

  private var kernelHeading: String {
    guard let kernel = model.kernel else { return "" }
    let part = model.parts.count > 1 ? " (\(model.parts[model.shownPart].label))" : ""
    return (kernel.isTurned ? "kernel, turned" : kernel.isLearned ? "weights" : "kernel") + part
  }

  /// The result under the products.
  func result(_ step: SlidingStep) -> String {
    switch model.rule {
    case .pooling(let kind):
      return "\(kind.short) = \(figures.output.full.text(Double(step.output ?? 0)))"
    case .transposed: return "added to the output"
    default:
      let sum = step.partialSums[model.shownPart]
      return model.parts.count > 1
        ? "Σ = \(figures.sums.full.text(sum))"
        : "Σ = \(figures.output.full.text(Double(step.output ?? 0)))"
    }
  }

  /// The formula of the size with its numbers.
  var sizeFormula: String {
    let geometry = model.geometry
    let (input, output) = (geometry.input, geometry.output)
    func side(_ h: Int, _ k: Int, _ s: Int, _ result: Int, _ letter: String) -> String {
      let d = geometry.dilation
      switch model.sizeRule {
      case .same: return "⌈\(letter) / s⌉ = ⌈\(h) / \(s)⌉ = \(result)"
      case .valid:
        return
          "⌊(\(letter) − d·(k − 1) − 1) / s⌋ + 1 = ⌊(\(h) − \(d)·\(k - 1) − 1) / \(s)⌋ + 1 = \(result)"
      case .stamps:
        return "(\(letter) − 1)·s + d·(k − 1) + 1 = \(h - 1)·\(s) + \(d)·\(k - 1) + 1 = \(result)"
      case .cutStamps: return "s·\(letter) = \(s)·\(h) = \(result)"
      case .pooling(.same, _): return "⌈\(letter) / s⌉ = ⌈\(h) / \(s)⌉ = \(result)"
      case .pooling(let padding, let ceil):
        let p = if case .explicit(let pixels) = padding { pixels } else { 0 }
        let (open, close) = ceil ? ("⌈", "⌉") : ("⌊", "⌋")
        return "\(open)(\(letter) + 2p − k) / s\(close) + 1 = "
          + "\(open)(\(h) + \(2 * p) − \(k)) / \(s)\(close) + 1 = \(result)"
      }
    }
    let rows = side(input.height, geometry.window.height, geometry.stride.y, output.height, "H")
    let columns = side(input.width, geometry.window.width, geometry.stride.x, output.width, "W")
    let isSquare =
      input.height == input.width && geometry.window.height == geometry.window.width
      && geometry.stride.y == geometry.stride.x && output.height == output.width
    return isSquare
      ? "output size: \(rows), both sides" : "output height: \(rows);  width: \(columns)"
  }

  /// What border cells are called; `nil` where there are none.
  var borderName: String? {
    guard view.reachesOutside(model.geometry.input) else { return nil }
    guard let border = model.border else { return "outside: not counted" }
    let meaning =
      switch border {
      case .zero: "0 outside"
      case .constant(let value): "\(SlidingNumbers([Double(value)]).text(Double(value))) outside"
      case .replicate: "the edge repeated"
      case .symmetric: "mirrored, edge repeated"
      case .reflect101: "mirrored at the edge"
      case .wrap: "the far side"
      }
    let name = if case .constant = border { "constant" } else { "\(border)" }
    return "border \(name): \(meaning)"
  }
}

extension Pooling.Kind {
  /// The operation in words.
  fileprivate var words: String {
    switch self {
    case .maximum: "the largest value"
    case .average: "the mean"
    case .minimum: "the smallest value"
    case .rootMeanSquare: "the root mean square"
    case .median: "the middle value"
    }
  }

  /// The operation in a formula.
  var short: String {
    switch self {
    case .maximum: "max"
    case .average: "mean"
    case .minimum: "min"
    case .rootMeanSquare: "√(mean of x²)"
    case .median: "median"
    }
  }
}
