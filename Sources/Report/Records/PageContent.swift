import ConvCore
import ConvNet
import Digits
import FeatureMaps
import Foundation

/// The parts of a page, computed once and put into the templates.
struct PageContent {
  let page: ReportPage
  /// The values of all layers for the input.
  let workspace: Workspace
  let probabilities: [Float]
  let kernels = KernelRecord.all
  /// What the network is tried with.
  let reviewed: ReviewedPictures?
  var review: DigitReview?
  var pieces: ExcitingPieces?

  init(_ page: ReportPage) throws(ReportError) {
    self.page = page
    do { workspace = try page.network.workspace(for: page.input) } catch {
      throw ReportError(error.description)
    }
    let outputs = workspace.output.image(0)
    probabilities = Loss.softmax(outputs)
    guard outputs.allSatisfy(\.isFinite) else {
      throw ReportError(
        "the network's outputs are not finite: the weights are too large, or damaged")
    }
    let divisor = page.network.inputDivisor
    reviewed = page.digits.map { ReviewedPictures($0, divisor: divisor) } ?? page.pictures
    if let reviewed {
      review = DigitReview(page.network, reviewed, threads: page.threads)
    }
    if let digits = page.digits {
      pieces = ExcitingPieces(page.network, digits, threads: page.threads)
    }
  }

  /// The whole page.
  func text() throws -> String {
    let layers = LayerMarkup(content: self)
    let training = TrainingMarkup(content: self)
    let data = try layers.data()
    let isAlive = page.isAlive
    return PageTemplate(PackageResources.page_html).filled([
      "title": HTML.text(title), "style": Self.text(PackageResources.page_css),
      "facts": HTML.text(facts), "generator": HTML.text(page.generator),
      "try": try tryPart(layers), "layers-text": HTML.text(layers.summary),
      "layer-table": layers.table,
      "layer-tools": isAlive ? Self.text(PackageResources.layer_tools_html) : "",
      "layers": try layers.sections(),
      "inspector": isAlive ? Self.text(PackageResources.inspector_html) : "",
      "laboratory": Self.text(PackageResources.laboratory_html),
      "training-link": training.link, "training": try training.section(),
      "about": about, "command": HTML.text(page.command), "data": data,
      "scripts": reviewed?.noun == "pictures"
        ? Self.scripts.replacing("} digits", with: "} pictures") : Self.scripts,
    ])
  }

  private static var scripts: String {
    [
      PackageResources.numbers_js, PackageResources.network_js, PackageResources.pad_js,
      PackageResources.pixels_js, PackageResources.maps_js, PackageResources.inspector_js,
      PackageResources.filters_js, PackageResources.sliding_js, PackageResources.laboratory_js,
      PackageResources.laboratory_view_js,
      PackageResources.training_js,
      PackageResources.start_js,
    ].map { "<script>\n\(text($0))</script>" }.joined(separator: "\n")
  }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// The number of the most probable class.
  var answer: Int { probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0 }

  private var title: String { "How a network reads \(page.pictureName)" }

  private var facts: String {
    let network = page.network
    var facts = [
      "Model \(page.modelName)", "\(ReportPage.grouped(network.parameterCount)) learned numbers",
      "\(network.stages.count) layers",
    ]
    if let review {
      facts.append(
        "reads \(HTML.percent(Double(review.right) / Double(max(1, review.count)))) of "
          + "\(page.digitsName) right")
    }
    return facts.joined(separator: " · ")
  }

  private func tryPart(_ layers: LayerMarkup) throws -> String {
    let template = page.isAlive ? PackageResources.try_html : PackageResources.try_static_html
    let share = HTML.percent(Double(probabilities[answer]))
    return PageTemplate(template).filled([
      "why": HTML.text(whyPictures), "input-figure": try layers.inputFigure(),
      "input-name": HTML.text(page.pictureName),
      "first-name": HTML.text("Back to \(page.pictureName)"),
      "answer": HTML.text(page.network.classNames[answer]), "answer-share": share,
      "answer-rows": answerRows,
    ])
  }

  private var answerRows: String {
    probabilities.indices.map { index in
      let share = Double(probabilities[index])
      let bar = String(
        format: "<span class=\"track\"><span class=\"fill\" style=\"width:%.1f%%\"></span></span>",
        100 * share)
      return "<tr\(index == answer ? " class=\"best\"" : "")><th scope=\"row\">"
        + HTML.text(page.network.classNames[index])
        + "</th><td class=\"track-cell\">\(bar)</td><td class=\"value\">\(HTML.percent(share))</td></tr>"
    }.joined(separator: "\n")
  }

  /// The reason why a page shows pictures only.
  private var whyPictures: String {
    let size = page.network.parameterCount * MemoryLayout<Float>.size
    if page.network.readsWholePictures {
      return "This page shows pictures only and does not compute the network, which reads whole "
        + "pictures: convtool predict does. The kernel laboratory below computes."
    }
    let reason =
      size > ReportPage.mostWeights
      ? "its \(ReportPage.grouped(size)) bytes of weights are more than \(ReportPage.grouped(ReportPage.mostWeights))"
      : "it has a layer or an input that the page's script does not know"
    return "This page shows pictures only and does not compute the network: \(reason). "
      + "The kernel laboratory below computes."
  }

  private var about: String {
    let numbers =
      page.isAlive
      ? "The \(ReportPage.grouped(page.network.parameterCount)) learned numbers of this run are in this "
        + "file, and its script computes with them: what you see is what convtool predict and "
        + "convtool dump-activations compute on the same pixels, to a hundred-thousandth of the "
        + "largest value."
      : "The pictures were drawn by convtool dump-activations' own code."
    return "<p>\(HTML.text(numbers))</p><p>The file needs no network connection and asks for "
      + "none.</p>"
  }
}
