import ArgumentParser
import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// `convtool filter`.
struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter", abstract: "Convolve pictures: edges, smoothing, any kernel.",
    discussion: """
      True convolution: kernels are flipped, y[m,n] = sum of h[i,j] x[m-i,n-j]. Responses are \
      signed; --view says how they become pixels, and NPY output holds them raw (float32, in \
      sample units of the input: 0...255 for 8 bits, 0...65535 for 16 bits, floats as they are). \
      Arrays are pictures as well: of any number type, the last of two or four channels being \
      alpha; --range says what black and white are.

      A colour picture is filtered channel by channel unless --gray. Alpha is not a colour: \
      smoothing works on premultiplied colour, edge filters leave alpha as it was.

      Samples that are not finite: an output is NaN exactly where a cell of its window that counts \
      (a coefficient that is not 0; any cell of --median and --bilateral) lies on a NaN, or where \
      infinity minus infinity says so; no other output changes, by no method. --canny: no edge \
      where the gradient's window holds a NaN. Pictures show NaN and -inf as the lowest value, \
      +inf as the highest (abs: |-inf| is +inf); stretch and diverging use the range of the \
      finite values; --explain counts them.

      --then chains filters in one pass, unrounded in between. --border and --correlate apply to \
      all of them; --stride, --dilate, --anchor, --normalize and --method to the first.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup(title: "Filters (one of them)") var filter: FilterChoice
  @OptionGroup(title: "How it is applied") var application: FilterApplication
  @OptionGroup(title: "How the response is written") var view: ViewOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Resources") var resources: ResourceOptions

  func run() throws {
    let inputs = try InputList(input)
    if filter.readsStandardInput && inputs.all.contains("-") {
      throw Failure(.usage, "standard input is named twice: by - and for a kernel")
    }
    let learned = try filter.learned()
    let chosen = try learned ?? [filter.chosen()]
    let following = try filter.following()
    let options = try application.options()
    let filters = chosen + following
    try application.requireUse(by: filters)
    let operation = ([chosen[chosen.count - 1]] + following).map(\.label).joined(separator: ".")
    let names = try OutputNames(output, operation: operation, inputs: inputs)
    let run = FilterRun(
      operation: operation, inputs: inputs, allowsDamage: input.allowTruncated, arrays: arrays,
      names: names, output: output, resources: resources, rendering: rendering(learned, inputs),
      explains: view.explain, json: view.json,
      chains: ChainCache { try FilterCommand.chain(filters, options, edge: $0) })
    if names.usesStandardOutput && output.format == nil && view.view == nil,
      FilterCommand.isSigned(filters)
    {
      throw Failure(
        .usage,
        "responses of \(operation) are signed, and standard output would get them as pixels of 8 "
          + "bits: add --format npy for the values, or --format png or --view for a picture")
    }
    try run.run()
  }

  /// Whether pixels would say less than the responses: edges of Canny's are pixels already.
  private static func isSigned(_ filters: [NamedFilter]) -> Bool {
    if let last = filters.last, case .canny = last.definition { return false }
    return !filters.allSatisfy(\.definition.isSmoothing)
  }

  private func rendering(_ learned: [NamedFilter]?, _ inputs: InputList) -> RenderingOptions {
    var rendering = view.rendering
    rendering.strips = output.strip
    rendering.background = output.backgroundColor
    rendering.texts = CommandText.texts(inputs: inputs.all)
    // Networks for digits see one channel.
    if let learned, case .learned(let layer) = learned[0].definition {
      rendering.gray = rendering.gray || layer.kernels[0].depth == 1
    }
    return rendering
  }

  /// The filters made ready; what concerns a single kernel concerns that of the first.
  private static func chain(
    _ filters: [NamedFilter], _ options: FilterOptions, edge: Float
  ) throws -> FilterChain {
    var chained = FilterOptions()
    chained.border = options.border
    chained.outputSize = options.outputSize
    chained.orientation = options.orientation
    do throws(FilterError) {
      var stages: [FilterStage] = []
      for filter in filters {
        stages.append(
          try FilterStage(
            name: filter.name, definition: filter.definition,
            options: stages.isEmpty ? options : chained, edge: edge))
      }
      return FilterChain(stages)
    } catch { throw Failure(.usage, error.description) }
  }
}

/// How kernels meet the picture.
struct FilterApplication: ParsableArguments {
  @Option(
    help: """
      replicate, zero, constant:V, symmetric (dcba|abcd), reflect101 (dcb|abcd), wrap, or valid \
      (the output shrinks).
      """)
  var border = "replicate"

  @Flag(help: "Do not flip the kernel.")
  var correlate = false

  @Option(help: "Input pixels from one output pixel to the next, N or rows,columns (default: 1).")
  var stride: String?

  @Option(
    help: "Pixels from one kernel cell to the next (default: 1); over 4097 pixels in all at most.")
  var dilate: Int?

  @Option(
    help: """
      The cell of the kernel, as written, that lies on the output pixel: row,column from 0 \
      (default: (side-1)/2, rounded down).
      """)
  var anchor: String?

  @Flag(help: "Divide the kernel by its sum.")
  var normalize = false

  @Option(
    help: """
      auto (default), direct, separable (rows, then columns; for kernels of low rank) or fft.
      """)
  var method: String?

  func validate() throws { _ = try options() }

  func options() throws -> FilterOptions {
    var options = FilterOptions()
    (options.border, options.outputSize) = try Arguments.border(border)
    options.orientation = correlate ? .correlation : .convolution
    if let stride {
      let pair = try Arguments.pair(stride, option: "--stride", least: 1)
      options.stride = Stride2D(y: pair.y, x: pair.x)
    }
    if let dilate {
      guard (1...1000).contains(dilate) else {
        throw ValidationError("--dilate takes 1...1000, not \(dilate)")
      }
      options.dilation = dilate
    }
    if let anchor {
      guard anchor.contains(",") else {
        throw ValidationError("--anchor takes row,column, not '\(anchor)'")
      }
      let pair = try Arguments.pair(anchor, option: "--anchor", least: 0)
      options.anchor = Kernel.Anchor(y: pair.y, x: pair.x)
    }
    options.normalizes = normalize
    if let method {
      guard let known = Correlation.Method(rawValue: method) else {
        throw ValidationError("--method takes auto, direct, separable or fft, not '\(method)'")
      }
      options.method = known
    }
    return options
  }

  /// Refuses options that would change nothing for these filters.
  ///
  /// Only kernels can be flipped, moved, stretched or summed in another way; those of a network lie
  /// as its layers say.
  func requireUse(by filters: [NamedFilter]) throws {
    let given = [
      ("--stride", stride != nil), ("--dilate", dilate != nil), ("--anchor", anchor != nil),
      ("--normalize", normalize), ("--method", method != nil),
    ].filter(\.1).map(\.0)
    let first = filters[0]
    if !given.isEmpty, let reason = FilterApplication.reason(first) {
      throw Failure(.usage, "\(given.joined(separator: ", ")) cannot apply: \(reason)")
    }
    if correlate, filters.allSatisfy({ FilterApplication.reason($0) != nil }),
      let reason = FilterApplication.reason(filters[filters.count - 1])
    {
      throw Failure(.usage, "--correlate cannot apply: \(reason)")
    }
  }

  private static func reason(_ filter: NamedFilter) -> String? {
    if case .learned = filter.definition {
      return "layers of a network correlate already, each kernel as it was learned"
    }
    return filter.definition.kernels.isEmpty ? "\(filter.name) is not a convolution" : nil
  }
}

/// How responses become pixels.
struct ViewOptions: ParsableArguments {
  @Flag(help: "Luminance first; else each colour channel on its own.")
  var gray = false

  @Option(
    help: """
      clip, abs, signed (zero is mid-gray, mid + response / 2), stretch (smallest...largest), \
      diverging (blue, white, red; of the luminance), or auto: clip when the kernel sums to more \
      than 0, abs otherwise (default: auto).
      """)
  var view: String?

  @Option(
    parsing: .unconditional, help: "out = SCALE x response + BIAS.", transform: Arguments.float)
  var scale: Float = 1

  @Option(
    parsing: .unconditional, help: "Added to the response, in sample units of the input.",
    transform: Arguments.float)
  var bias: Float = 0

  @Option(help: "Bits of an output sample, 8 or 16 (default: that of the input).")
  var depth: Int?

  @Flag(
    help: """
      Filter in linear light: decoded before and encoded after, by the file's cICP, ICC profile, \
      sRGB or gAMA with cHRM, else as sRGB.
      """)
  var linear = false

  @Flag(
    help: """
      Say what was done: the kernel as applied, its sum and rank, the method and what the others \
      were estimated at (in products of the dense loop for each value), border, depth, range of \
      the response, share clipped, memory.
      """)
  var explain = false

  @Flag(help: "With --explain: as JSON.")
  var json = false

  func validate() throws {
    if let view, ResponseView(rawValue: view) == nil {
      throw ValidationError(
        "--view takes auto, clip, abs, signed, stretch or diverging, not '\(view)'")
    }
    if let depth, ![8, 16].contains(depth) {
      throw ValidationError("--depth takes 8 or 16, not \(depth)")
    }
    if json && !explain { throw ValidationError("--json goes with --explain") }
  }

  var rendering: RenderingOptions {
    var options = RenderingOptions()
    options.gray = gray
    options.linear = linear
    options.view = view.flatMap { ResponseView(rawValue: $0) } ?? .auto
    options.scale = scale
    options.bias = bias
    options.depth = depth
    return options
  }
}
