import ArgumentParser
import ConvCore
import FeatureMaps
import ImageFilters

/// The command `convtool pool`.
struct PoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool", abstract: "Shrink pictures by neighborhood: max, average and others.",
    discussion: """
      convtool pool photo.jpg
      convtool pool --average --size 3 photo.jpg -o small.png
      convtool pool '1 3 5 3; 4 2 3 1; 3 1 1 3; 0 1 0 4'

      Without options: 2x2 max pooling with stride 2. Windows that hang over the edge hold fewer \
      pixels; an average divides by the pixels it holds. A window that holds NaN gives NaN.

      The matrix of the last example gives 4 5; 3 4; with -o p.png both are drawn with their windows.
      """)

  enum Kind: String, EnumerableFlag {
    case max, average, min, l2, median

    static func help(for value: Kind) -> ArgumentHelp? {
      switch value {
      case .max: "The largest value of each window (the default)."
      case .average: "The mean."
      case .min: "The smallest."
      case .l2: "The root mean square: a flat picture keeps its value."
      case .median: "The middle value; of an even number the mean of the middle two."
      }
    }

    var pooling: Pooling.Kind {
      switch self {
      case .max: .maximum
      case .average: .average
      case .min: .minimum
      case .l2: .rootMeanSquare
      case .median: .median
      }
    }
  }

  @OptionGroup var input: InputOptions
  @OptionGroup var arrays: ArrayOptions
  @Flag(exclusivity: .exclusive) var kind: Kind = .max
  @Option(help: "The window (default: 2).") var size: Size2D?
  @Option(help: "Pixels from one window to the next (default: the size).") var stride: Stride2D?
  @Option(help: "Pixels on every side: at most half the window.") var padding = Pooling.Padding
    .valid
  @Flag(help: "Keep a last window that is only partly filled.") var ceil = false
  @Flag(help: "One window: the whole picture.") var global = false
  @Flag(help: "Say what was done: method, range, clipped share, memory.") var explain = false
  @Flag(help: "The printed matrix, --explain, or a line for each file of a batch, as JSON.")
  var json = false
  @Flag(help: MatrixOutput.drawHelp) var draw = false
  @Option(help: BitDepth.help) var depth: BitDepth?
  @OptionGroup var output: OutputOptions
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    if global && (size != nil || stride != nil || ceil || padding != .valid) {
      throw ValidationError("--global takes no --size, --stride, --padding or --ceil")
    }
    if case .explicit(let pixels) = padding, pixels > min(window.height, window.width) / 2 {
      throw ValidationError("--padding \(pixels) is more than half of the \(window) window")
    }
  }

  /// The operation in derived file names: `maxpool`, followed by options that differ from the
  /// default.
  ///
  /// Example: `maxpool-3x2-stride-1-same-ceil`.
  private var operation: String {
    var words = ["\(kind.rawValue)pool"]
    if global { return words[0] + "-global" }
    if window != Size2D(2) { words.append(window.defaultValueDescription) }
    let step = Size2D(height: pooling.stride.y, width: pooling.stride.x)
    if step != window { words.append("stride-\(step.defaultValueDescription)") }
    switch padding {
    case .valid: break
    case .same: words.append("same")
    case .explicit(let pixels): words.append("padding-\(pixels)")
    }
    if ceil { words.append("ceil") }
    return words.joined(separator: "-")
  }

  func run() throws {
    let inputs = try InputList(input, output: output.output)
    var rendering = RenderingOptions()
    rendering.depth = depth?.bits
    rendering.writesFloats = depth == .float
    rendering.strips = output.strip
    rendering.background = output.background
    rendering.texts = CommandText.texts(inputs: inputs.all)
    let names = try OutputNames(
      output, operation: operation, inputs: inputs, wantsPixels: depth?.bits != nil || draw)
    try MatrixOutput.requireUse(ofJSON: json, explains: explain, names, inputs)
    let (windows, kind) = (global ? nil : pooling, kind.pooling)
    let filter: any ImageFilter = windows.map { $0 as any ImageFilter } ?? GlobalPooling(kind: kind)
    let run = FilterRun(
      operation: operation, inputs: inputs, allowsDamage: input.allowTruncated, arrays: arrays,
      names: names, output: output, resources: resources, rendering: rendering,
      explains: explain, json: json,
      matrices: MatrixOutput(draws: draw, wantsPixels: depth != nil) { input, output in
        PoolingLesson.picture(input: input, output: output, pooling: windows, kind: kind)
      },
      chain: FilterChain([try FilterStage(name: operation, filter: filter)]))
    try run.run()
  }

  private var window: Size2D { size ?? Size2D(2) }

  private var pooling: Pooling {
    Pooling(
      kind.pooling, size: window, stride: stride ?? Stride2D(y: window.height, x: window.width),
      padding: padding, ceilMode: ceil)
  }
}
