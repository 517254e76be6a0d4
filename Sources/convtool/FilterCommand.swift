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
      sample units of the input: 0...255 for 8 bits, 0...65535 for 16 bits, floats as they are; \
      float samples are written to pictures as they are, too).

      A colour picture is filtered channel by channel unless --gray. Alpha is not a colour: \
      smoothing works on premultiplied colour, edge filters leave alpha as it was.

      --then chains filters in one pass, unrounded in between. --border and --correlate apply to \
      all of them; --stride, --dilate, --anchor and --normalize to the first.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup(title: "Filters (one of them)") var filter: FilterChoice
  @OptionGroup(title: "How it is applied") var application: FilterApplication
  @OptionGroup(title: "How the response is written") var view: ViewOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Resources") var resources: ResourceOptions

  func run() throws {
    let inputs = try InputList(input)
    let learned = try filter.learned()
    let chosen = try learned ?? [filter.chosen()]
    let operation = learned == nil ? chosen[0].name : chosen[chosen.count - 1].name
    let names = try OutputNames(output, operation: operation, inputs: inputs)
    let following = try chosen.dropFirst() + filter.following()
    let options = try application.options()
    var chained = FilterOptions()
    chained.border = options.border
    chained.outputSize = options.outputSize
    chained.orientation = options.orientation
    var rendering = view.rendering
    rendering.strips = output.strip
    rendering.background = output.backgroundColor
    rendering.texts = CommandText.texts(inputs: inputs.all)
    // Networks for digits see one channel.
    if let learned, case .learned(let layer) = learned[0].definition {
      rendering.gray = rendering.gray || layer.kernels[0].depth == 1
    }
    let first = chosen[0]
    let run = FilterRun(
      operation: operation, inputs: inputs, allowsDamage: input.allowTruncated, names: names,
      output: output, resources: resources,
      rendering: rendering, explains: view.explain, json: view.json,
      chain: { [chained] edge in
        do throws(FilterError) {
          var stages = [
            try FilterStage(
              name: first.name, definition: first.definition, options: options, edge: edge)
          ]
          for next in following {
            stages.append(
              try FilterStage(
                name: next.name, definition: next.definition, options: chained, edge: edge))
          }
          return FilterChain(stages)
        } catch { throw Failure(.usage, error.description) }
      })
    try run.run()
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

  @Option(help: "Input pixels from one output pixel to the next, N or rows,columns.")
  var stride: String?

  @Option(help: "Pixels from one kernel cell to the next.")
  var dilate = 1

  @Option(
    help: """
      The cell of the kernel, as written, that lies on the output pixel: row,column from 0 \
      (default: (side-1)/2, rounded down).
      """)
  var anchor: String?

  @Flag(help: "Divide the kernel by its sum.")
  var normalize = false

  @Option(help: "auto, direct, separable (rows, then columns; for kernels of low rank) or fft.")
  var method = "auto"

  func validate() throws { _ = try options() }

  func options() throws -> FilterOptions {
    var options = FilterOptions()
    (options.border, options.outputSize) = try Arguments.border(border)
    options.orientation = correlate ? .correlation : .convolution
    if let stride {
      let pair = try Arguments.pair(stride, option: "--stride", least: 1)
      options.stride = Stride2D(y: pair.y, x: pair.x)
    }
    guard (1...1000).contains(dilate) else {
      throw ValidationError("--dilate takes 1...1000, not \(dilate)")
    }
    options.dilation = dilate
    if let anchor {
      guard anchor.contains(",") else {
        throw ValidationError("--anchor takes row,column, not '\(anchor)'")
      }
      let pair = try Arguments.pair(anchor, option: "--anchor", least: 0)
      options.anchor = Kernel.Anchor(y: pair.y, x: pair.x)
    }
    options.normalizes = normalize
    guard let method = Correlation.Method(rawValue: method) else {
      throw ValidationError("--method takes auto, direct, separable or fft, not '\(method)'")
    }
    options.method = method
    return options
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
      than 0, abs otherwise.
      """)
  var view = "auto"

  @Option(parsing: .unconditional, help: "out = SCALE x response + BIAS.")
  var scale: Float = 1

  @Option(parsing: .unconditional, help: "Added to the response, in sample units of the input.")
  var bias: Float = 0

  @Option(help: "Bits of an output sample, 8 or 16 (default: that of the input).")
  var depth: Int?

  @Flag(help: "Filter in linear light: sRGB decoded, and encoded after.")
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
    guard ResponseView(rawValue: view) != nil else {
      throw ValidationError(
        "--view takes auto, clip, abs, signed, stretch or diverging, not '\(view)'")
    }
    if let depth, ![8, 16].contains(depth) {
      throw ValidationError("--depth takes 8 or 16, not \(depth)")
    }
    if json && !explain { throw ValidationError("--json goes with --explain") }
    guard scale.isFinite && bias.isFinite else {
      throw ValidationError("--scale and --bias take numbers")
    }
  }

  var rendering: RenderingOptions {
    var options = RenderingOptions()
    options.gray = gray
    options.linear = linear
    options.view = ResponseView(rawValue: view) ?? .auto
    options.scale = scale
    options.bias = bias
    options.depth = depth
    return options
  }
}
