import ConvCore
import ConvNet
import Digits
import Foundation

/// The part of a page about the training and the mistakes.
struct TrainingMarkup {
  let content: PageContent

  private var isShown: Bool { content.page.run != nil || content.review != nil }

  /// The link to the part, as an item of a list.
  var link: String {
    isShown ? "<li><a href=\"#training\">Training and mistakes</a></li>" : ""
  }

  /// The section; empty without a run and without digits.
  func section() throws -> String {
    guard isShown else { return "" }
    return PageTemplate(PackageResources.training_html).filled([
      "curves": curves, "mistakes": try mistakes(), "run": facts,
    ])
  }

  private var curves: String {
    guard let history = content.page.run?.history else {
      return "<p>The model is not the folder of a run: nothing is known of its training.</p>"
    }
    let epochs = history.map { $0[0] }
    func panel(_ title: String, _ column: Int, factor: Double, isShare: Bool) -> String {
      let drawing = CurveMarkup(
        title: title, epochs: epochs,
        curves: [
          CurveMarkup.Curve(
            name: "training", style: "curve one", values: history.map { $0[column] * factor }),
          CurveMarkup.Curve(
            name: "held out", style: "curve two", values: history.map { $0[column + 2] * factor }),
        ], isShare: isShare)
      return "<figure class=\"curves\"><figcaption>\(title)</figcaption>\(drawing.text)</figure>"
    }
    let rows = history.map { row in
      ["\(Int(row[0]))", String(format: "%.4f", row[1]), HTML.percent(row[2])]
        + [String(format: "%.4f", row[3]), HTML.percent(row[4]), String(format: "%.1f", row[5])]
    }
    let table = HTML.table(
      "History of the training",
      heads: [
        "epoch", "training loss", "training accuracy", "held-out loss", "held-out accuracy",
        "seconds",
      ], rows: rows)
    return "<div class=\"pair-of-curves\">"
      + panel("Loss", 1, factor: 1, isShare: false)
      + panel("Accuracy in %", 2, factor: 100, isShare: true)
      + "</div><details><summary>The numbers of the curves</summary><div class=\"scroll\" "
      + "role=\"region\" aria-label=\"The numbers of the curves\" tabindex=\"0\">\(table)</div></details>"
  }

  private func mistakes() throws -> String {
    guard let review = content.review, let pictures = content.reviewed else {
      if content.page.network.readsWholePictures {
        return "<p>No test pictures were at hand: <code>--data</code> names their folder, and the "
          + "run's own report.html has them.</p>"
      }
      return "<p>No digits were at hand to try the model with: <code>--data</code> names a folder "
        + "of them.</p>"
    }
    let names = content.page.network.classNames
    let sheet = try GrayPNG.sheet(
      review.shown.map { pictures.samples($0.number) }, height: pictures.shape.height,
      width: pictures.shape.width, columns: review.columns, channels: pictures.shape.channels)
    let table = matrix(review, names)
    let shown = review.shown.count { $0.truth != $0.answer }
    let worst =
      shown < review.misread
      ? "The \(shown) surest of \(review.misread) mistakes" : "All \(review.misread) mistakes"
    return PageTemplate(PackageResources.mistakes_html).filled([
      "count": "\(ReportPage.grouped(review.count - review.right)) of "
        + HTML.text(content.page.digitsName),
      "table": table, "worst": worst, "noun": pictures.noun,
      "choose": pictures.noun == "digits"
        ? "Choose a number of the matrix to see the digits behind it; choose a digit to have the "
          + "network read it above."
        : "Choose a number of the matrix to see the pictures behind it.",
      "sheet": HTML.picture(
        sheet,
        "\(worst), the surest first, then three \(pictures.noun) of each class that were read right",
        attributes: "class=\"pixelated\" id=\"digit-sheet\""),
    ])
  }

  /// The confusion matrix as a table; words where it would have too many columns.
  private func matrix(_ review: DigitReview, _ names: [String]) -> String {
    guard names.count <= Self.mostColumns else {
      return "<p>The confusion matrix of \(names.count) classes is in the run's confusion.png.</p>"
    }
    let rows = review.confusion.indices.map { truth in
      let row = review.confusion[truth]
      return [HTML.text(names[truth])]
        + row.indices.map { "<span data-cell=\"\(truth),\($0)\">\(row[$0])</span>" }
        + [HTML.percent(Double(row[truth]) / Double(max(1, row.reduce(0, +))))]
    }
    return HTML.table(
      "Confusion matrix: a row for each true class, a column for each answer",
      heads: ["true"] + names + ["read right"], rows: rows, name: "confusion")
  }

  /// The most classes of a confusion matrix.
  private static let mostColumns = 40

  private var facts: String {
    guard let run = content.page.run else { return "" }
    func rows(_ pairs: [(name: String, value: String)]) -> [[String]] {
      pairs.map { [HTML.text($0.name.replacing("_", with: " ")), HTML.text($0.value)] }
    }
    return "<div class=\"two-tables\">"
      + HTML.table("The run", heads: [], rows: rows(run.facts))
      + HTML.table("Its options", heads: [], rows: rows(run.options)) + "</div>"
  }
}
