import ArgumentParser
import ConvCore
import ImageFilters

/// The option `--like`, and what it needs to know of the other options.
struct LikeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Flip, anchor, border, scale, sign and rounding as that program has them; other options win \
      over it. See convtool help like.
      """, valueName: "program"))
  var like: LikeChoice?

  /// Prepares the filter as the program of `--like` computes it.
  ///
  /// - Parameters:
  ///   - chosen: Our own filter.
  ///   - filter: How it was chosen.
  ///   - application: The options beside it.
  ///   - view: The options of the view.
  /// - Returns: The passes of the program; `nil` without `--like`.
  /// - Throws: ``Failure`` with 64 where the program has another algorithm, or an option
  ///   contradicts.
  func chain(
    _ chosen: NamedFilter, _ filter: FilterSelectionOptions, _ application: ConvolutionOptions,
    _ view: ViewOptions
  ) throws -> FilterChain? {
    guard let convention = like?.convention else { return nil }
    try refuse(convention, filter, application, view)
    var request = ToolRequest(
      convention, name: chosen.name, values: try filter.values(of: chosen.name),
      filter: chosen.filter)
    request.explicit.correlates = application.correlate
    request.explicit.options = application.options
    if application.border != nil {
      let options = application.options
      request.explicit.border = (options.border, options.outputSize)
    }
    return FilterChain(try request.stages())
  }

  private func refuse(
    _ convention: ToolConvention, _ filter: FilterSelectionOptions,
    _ application: ConvolutionOptions, _ view: ViewOptions
  ) throws {
    let name = convention.name
    func fail(_ text: String) -> Failure { Failure(.usage, "--like \(name): \(text)") }
    if !filter.then.isEmpty {
      throw fail(
        "\(convention.title) rounds between two calls, --then does not: filter twice, "
          + "-o first.png and then first.png")
    }
    if view.linear {
      throw fail("\(convention.title) filters samples as they are, --linear does not")
    }
    if let method = application.method, method != .automatic {
      throw fail("the sums are those of \(convention.title), so --method \(method.rawValue) is out")
    }
    if name == "keras", application.anchor == nil, let stride = application.stride, stride != .one,
      case .border? = application.border
    {
      throw fail(
        "with a stride its padding 'same' begins at a pixel that depends on the picture's size: say "
          + "it by --anchor, or --border valid")
    }
  }

  /// Refuses `--like` for filters that are no single picture's kernel.
  func requireKernel(_ filter: FilterSelectionOptions) throws {
    guard let name = like?.convention.name else { return }
    if filter.bank != nil {
      throw Failure(.usage, "--like \(name) takes one kernel: --kernel, not --bank")
    }
    if filter.model != nil || filter.layer != nil || filter.unit != nil {
      throw Failure(
        .usage, "--like \(name): a layer of a model is applied as it was learned, without --like")
    }
  }
}
