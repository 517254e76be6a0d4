import ArgumentParser
import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// The command `convtool filter`.
struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter", abstract: "Convolve pictures: edges, smoothing, any kernel.",
    discussion: """
      convtool filter --laplacian photo.jpg
      convtool filter --gaussian 1.5 --then laplacian photo.jpg -o edges.png
      convtool filter --kernel '1 2 1; 2 4 2; 1 2 1' --normalize photo.jpg
      convtool filter --median 5 scans/*.png -o clean/
      convtool help filters                     what each filter does

      True convolution: kernels are flipped, y[m,n] = sum of h[i,j] x[m-i,n-j]. Responses are \
      signed; --view says how they become pixels, and NPY output holds them raw (float32, in \
      sample units of the input: 0...255 for 8 bits, 0...65535 for 16 bits, floats as they are). \
      Arrays are pictures as well: of any number type, the last of two or four channels being \
      alpha; --range says what black and white are.

      A color picture is filtered channel by channel unless --gray. Alpha is not a color: \
      smoothing works on premultiplied color, edge filters leave alpha as it was.

      Samples that are not finite: an output is NaN exactly where a cell of its window that counts \
      (a coefficient that is not 0; any cell of filters without a kernel) lies on a NaN, or where \
      infinity minus infinity says so; no other output changes, by no method. --canny: no edge \
      where the gradient's window holds a NaN. Pictures show NaN and -inf as the lowest value, \
      +inf as the highest (abs: |-inf| is +inf); stretch, diverging and viridis use the range of \
      the finite values; --explain counts them.

      A matrix such as '1 3 5 3; 4 2 3 1' is a picture of one channel. Without -o its result is \
      printed, with -o p.png both are drawn with their numbers and the kernel between them \
      (--view, --depth, --linear and --background give pixels instead).

      --then chains filters in one pass, unrounded in between. --border and --correlate apply to \
      all of them; --stride, --dilate, --anchor, --normalize and --method to the first.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup(title: "Filters (one of them)") var filter: FilterSelectionOptions
  @OptionGroup(title: "How it is applied") var application: ConvolutionOptions
  @OptionGroup(title: "How it is applied") var likeness: LikeOptions
  @OptionGroup(title: "How the response is written") var view: ViewOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Resources") var resources: ResourceOptions

  func run() throws {
    let inputs = try InputList(input, output: output.output)
    if filter.readsStandardInput && inputs.all.contains("-") {
      throw Failure(.usage, "standard input is named twice: by - and for a kernel")
    }
    try likeness.requireKernel(filter)
    let learned = try filter.learnedUnits(quiet: resources.quiet)
    let bank = try filter.mapBank(learned)
    if let dilate = application.dilate, learned == nil, bank == nil, !filter.hasFilter {
      throw Failure(
        .usage,
        "--dilate \(dilate.value) spaces the cells of a kernel, as in --laplacian --dilate "
          + "\(dilate.value); the largest value of a window is --dilation \(dilate.value)")
    }
    let chosen = try learned?.filters ?? bank?.bank.content.filters ?? [filter.chosen()]
    let following = try filter.following()
    let options = application.options
    let filters = chosen + following
    let likeChain = try likeness.chain(chosen[0], filter, application, view)
    try application.requireUse(by: filters)
    let makeChain: @Sendable ([NamedFilter]) throws -> FilterChain = { filters in
      try FilterCommand.chain(filters + following, options)
    }
    // Wrong filters of a bank are a usage error before any picture is read.
    let isNamed = bank?.bank.isNamed == true
    for member in isNamed ? bank?.bank.members(of: 1) ?? [] : [] {
      _ = try makeChain(member.filters)
    }
    let label = bank?.label ?? chosen[chosen.count - 1].label
    let like = likeness.like.map { "-like-\($0.convention.name)" } ?? ""
    let operation = ([label + like] + following.map(\.label)).joined(separator: ".")
    let wantsPixels = view.wantsPixels || output.background != nil
    let names = try OutputNames(
      output, operation: operation, inputs: inputs, wantsPixels: wantsPixels || view.draw)
    try MatrixOutput.requireUse(ofJSON: view.json, explains: view.explain, names, inputs)
    let chain = try likeChain ?? makeChain(isNamed ? [chosen[0]] : chosen)
    let (scale, bias) = (view.scale, view.bias)
    let isPlain = learned == nil && likeChain == nil
    var run = FilterRun(
      operation: operation, inputs: inputs, allowsDamage: input.allowTruncated, arrays: arrays,
      names: names, output: output, resources: resources,
      rendering: rendering(learned?.filters, inputs, isGray: isNamed),
      explains: view.explain, json: view.json,
      matrices: MatrixOutput(draws: view.draw, wantsPixels: wantsPixels) { input, output in
        let stages = chain.stages
        let isAlone = stages.count == 1 && isPlain && scale == 1 && bias == 0
        let name = filters.map(\.words).joined(separator: ", then ")
        return FilterLesson(
          name: name, kernels: stages[0].kernels, options: stages[0].options, isAlone: isAlone
        ).picture(input: input, output: output)
      },
      chain: chain)
    run.bank = MapBank.chain(chosen, following, zoom: filter.zoom?.value) ?? bank?.bank
    run.makeChain = makeChain
    if names.usesStandardOutput && output.format == nil && view.view == nil, likeChain == nil,
      FilterCommand.isSigned(filters)
    {
      run.refusalOfPixels =
        "responses of \(operation) are signed, and standard output would get them as pixels of 8 "
        + "bits: add --format npy for the values, or --format png or --view for a picture"
    }
    try run.run()
  }

  /// Whether pixels would lose the sign of the responses; Canny's edges are pixels already.
  private static func isSigned(_ filters: [NamedFilter]) -> Bool {
    if let last = filters.last?.filter {
      if last is CannyEdges || last is RectifiedLinear || last is MorphologyFilter { return false }
      if let statistic = last as? LocalStatistic, statistic.value != .normalized { return false }
    }
    return !filters.allSatisfy(\.filter.isSmoothing)
  }

  private func rendering(
    _ learned: [NamedFilter]?, _ inputs: InputList, isGray: Bool
  ) -> RenderingOptions {
    var rendering = view.rendering
    rendering.gray = rendering.gray || isGray
    rendering.strips = output.strip
    rendering.background = output.background
    rendering.texts = CommandText.texts(inputs: inputs.all)
    // Networks for digits take one channel.
    if let learned, learned[0].filter.kernels[0].depth == 1 { rendering.gray = true }
    return rendering
  }

  /// Prepares the filters; options for a single kernel apply to the first filter only.
  static func chain(
    _ filters: [NamedFilter], _ options: FilterOptions
  ) throws -> FilterChain {
    var chained = FilterOptions()
    chained.border = options.border
    chained.outputSize = options.outputSize
    chained.orientation = options.orientation
    return FilterChain(
      try filters.enumerated().map { index, filter in
        try FilterStage(
          name: filter.name, filter: filter.filter, options: index == 0 ? options : chained)
      })
  }
}
