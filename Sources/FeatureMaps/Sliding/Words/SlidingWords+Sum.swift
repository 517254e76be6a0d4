import ConvCore

extension SlidingWords {
  /// The computation of one position, written out.
  struct Sum: Sendable {
    /// The name of the output and the equals sign.
    let start: String
    /// The terms, each with its operator.
    let terms: [String]
    /// The result behind the terms.
    let end: String

    /// The whole line.
    var text: String { start + terms.joined() + end }

    /// Breaks the line where it is too wide; terms that do not fit are counted instead.
    func lines(most: Int, width: Int, font: BitmapFont) -> [String] {
      var lines = [start]
      for (index, term) in terms.enumerated() {
        let isLast = index == terms.count - 1
        let rest = " + … \(terms.count - index) terms more" + end
        let tail = lines.count == most ? (isLast ? end : rest) : isLast ? end : ""
        if font.width(of: lines[lines.count - 1] + term + tail) <= width {
          lines[lines.count - 1] += term
        } else if lines.count < most {
          lines.append("    " + term)
        } else {
          lines[lines.count - 1] += rest
          return lines
        }
      }
      lines[lines.count - 1] += end
      return lines
    }
  }

  /// Writes the computation of a position.
  func sum(_ step: SlidingStep) -> Sum {
    let place = "[\(step.position.y),\(step.position.x)]"
    switch model.rule {
    case .pooling(let kind): return pooled(step, kind, place)
    case .transposed: return stamped(step, place)
    case .sum where model.parts.count == 1: return products(step, place)
    default: return parts(step, place)
    }
  }

  private func products(_ step: SlidingStep, _ place: String) -> Sum {
    let part = model.shownPart
    let terms = zip(model.parts[part].weights, step.values[part]).filter { $0.0 != 0 }
    let output = Double(step.output ?? 0)
    let isExact =
      terms.allSatisfy {
        figures.weights.full.isExact($0.0) && figures.values.full.isExact(Double($0.1 ?? 0))
      } && figures.output.full.isExact(output)
    var texts = terms.enumerated().map { index, term in
      let weight = figures.weights.full.text(abs(term.0))
      let value = figures.values.full.factor(Double(term.1 ?? 0))
      let sign = term.0 < 0 ? (index == 0 ? "−" : " − ") : (index == 0 ? "" : " + ")
      return "\(sign)\(weight)·\(value)"
    }
    if texts.isEmpty { texts = ["0"] }
    if texts.count > 30 { texts = ["the sum of \(texts.count) products"] }
    if let bias = model.bias { texts.append(added(bias)) }
    return Sum(
      start: "y\(place) = ", terms: texts,
      end: " \(isExact ? "=" : "≈") \(figures.output.full.text(output))")
  }

  private func added(_ bias: Float) -> String {
    let text = SlidingNumbers([Double(bias)]).text(Double(abs(bias)))
    return bias < 0 ? " − \(text) (bias)" : " + \(text) (bias)"
  }

  private func parts(_ step: SlidingStep, _ place: String) -> Sum {
    let output = figures.output.full.text(Double(step.output ?? 0))
    let sums = step.partialSums
    let numbers = figures.sums.full
    switch model.rule {
    case .magnitude:
      return Sum(
        start: "y\(place) = √(gx² + gy²) = ",
        terms: ["√(\(numbers.factor(sums[0]))²", " + \(numbers.factor(sums[1]))²)"],
        end: " ≈ \(output)")
    case .maximum:
      return Sum(
        start: "y\(place) = max(",
        terms: sums.enumerated().map { ($0 == 0 ? "" : ", ") + numbers.text($1) },
        end: ") ≈ \(output)")
    default:
      if model.parts.count > 4 { return total(step, place) }
      // Channels that give nothing are left out.
      var terms = sums.filter { $0 != 0 }.enumerated().map { index, sum in
        let sign = sum < 0 ? (index == 0 ? "−" : " − ") : (index == 0 ? "" : " + ")
        return sign + numbers.text(abs(sum))
      }
      if terms.isEmpty { terms = ["0"] }
      if let bias = model.bias { terms.append(added(bias)) }
      return Sum(start: "y\(place) = ", terms: terms, end: " ≈ \(output)")
    }
  }

  /// The sum of many channels, whose sums are drawn above the line.
  private func total(_ step: SlidingStep, _ place: String) -> Sum {
    var terms = ["sum of \(model.parts.count) channels"]
    if let bias = model.bias { terms.append(added(bias)) }
    let sum = step.sum ?? 0
    let numbers = figures.output.full
    let bias = model.bias.map { added($0).replacing(" (bias)", with: "") } ?? ""
    return Sum(
      start: "y\(place) = ", terms: terms,
      end: " = \(numbers.text(sum))\(bias) ≈ \(numbers.text(Double(step.output ?? 0)))")
  }

  private func pooled(_ step: SlidingStep, _ kind: Pooling.Kind, _ place: String) -> Sum {
    var held = step.values[0].compactMap { $0 }.map(Double.init)
    if kind == .median { held.sort() }
    let output = Double(step.output ?? 0)
    let isExact =
      held.allSatisfy(figures.values.full.isExact) && figures.output.full.isExact(output)
    let end = " \(isExact ? "=" : "≈") \(figures.output.full.text(output))"
    func listed(_ separator: String) -> [String] {
      held.enumerated().map { ($0 == 0 ? "" : separator) + figures.values.full.factor($1) }
    }
    let y = "y\(place) = "
    switch kind {
    case .maximum: return Sum(start: y + "max(", terms: listed(", "), end: ")" + end)
    case .minimum: return Sum(start: y + "min(", terms: listed(", "), end: ")" + end)
    case .median: return Sum(start: y + "middle of ", terms: listed(", "), end: end)
    case .average:
      return Sum(start: y + "(", terms: listed(" + "), end: ") / \(held.count)" + end)
    case .rootMeanSquare:
      return Sum(
        start: y + "√((", terms: listed("² + "), end: "²) / \(held.count))" + end)
    }
  }

  private func stamped(_ step: SlidingStep, _ place: String) -> Sum {
    let value = Double(step.values[0][0] ?? 0)
    let first = step.cells[0].place
    let text = figures.values.full.text(value)
    return Sum(
      start: "x\(place) = \(text):  ",
      terms: ["\(text) · kernel is added to the output from row \(first.y), column \(first.x) on"]
        .map { $0.replacing("-", with: "−") },
      end: "")
  }
}
