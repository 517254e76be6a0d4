import ArgumentParser
import ConvCore
import ImageFilters

/// `convtool pool`.
struct PoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool", abstract: "Shrink pictures by neighbourhood: max, average and others.",
    discussion: """
      Without options: 2x2 max pooling with stride 2. Windows that hang over the edge hold fewer \
      pixels; an average divides by the pixels it holds.
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
  @Flag(exclusivity: .exclusive) var kind: Kind = .max
  @Option(help: "The window, H or HxW.") var size: String?
  @Option(help: "Pixels from one window to the next, H or HxW (default: the size).")
  var stride: String?
  @Option(help: "valid, same, or pixels on every side (at most half the window).")
  var padding = "valid"
  @Flag(help: "Keep a last window that is only partly filled.") var ceil = false
  @Flag(help: "One window: the whole picture.") var global = false
  @Flag(help: "Say what was done: method, range, clipped share, memory.") var explain = false
  @Flag(help: "With --explain: as JSON.") var json = false
  @Option(help: "Bits of an output sample, 8 or 16 (default: that of the input).") var depth: Int?
  @OptionGroup var output: OutputOptions
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    if global && (size != nil || stride != nil || ceil || padding != "valid") {
      throw ValidationError("--global takes no --size, --stride, --padding or --ceil")
    }
    if let depth, ![8, 16].contains(depth) {
      throw ValidationError("--depth takes 8 or 16, not \(depth)")
    }
    if json && !explain { throw ValidationError("--json goes with --explain") }
    if !global { _ = try pooling() }
  }

  func run() throws {
    let inputs = try InputList(input)
    let operation = "\(kind.rawValue)pool"
    var rendering = RenderingOptions()
    rendering.depth = depth
    rendering.strips = output.strip
    rendering.background = output.backgroundColor
    rendering.texts = CommandText.texts(inputs: inputs.all)
    let definition: FilterDefinition =
      global ? .globalPooling(kind.pooling) : .pooling(try pooling())
    let run = FilterRun(
      operation: operation, inputs: inputs, allowsDamage: input.allowTruncated,
      names: try OutputNames(output, operation: operation, inputs: inputs), output: output,
      resources: resources, rendering: rendering, explains: explain, json: json,
      chain: { _ in
        FilterChain([
          try FilterStage(name: operation, definition: definition, options: FilterOptions())
        ])
      })
    try run.run()
  }

  private func pooling() throws -> Pooling {
    let size = try Arguments.size(size ?? "2", option: "--size")
    let stride = try stride.map { try Arguments.size($0, option: "--stride") } ?? size
    let explicit: Pooling.Padding
    switch padding {
    case "valid": explicit = .valid
    case "same": explicit = .same
    default:
      guard let pixels = Int(padding), pixels >= 0 else {
        throw ValidationError("--padding takes valid, same or a number, not '\(padding)'")
      }
      guard 2 * pixels <= min(size.height, size.width) else {
        throw ValidationError("--padding \(pixels) is more than half of the \(size) window")
      }
      explicit = .explicit(pixels)
    }
    return Pooling(
      kind.pooling, size: size, stride: Stride2D(y: stride.height, x: stride.width),
      padding: explicit, ceilMode: ceil)
  }
}

/// Small values on the command line.
enum Arguments {
  /// `H` or `HxW`.
  static func size(_ text: String, option: String) throws -> Size2D {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(sides.count), let height = sides[0], let width = sides.last ?? nil,
      (1...65535).contains(height), (1...65535).contains(width)
    else { throw ValidationError("\(option) takes H or HxW, not '\(text)'") }
    return Size2D(height: height, width: width)
  }

  /// `N` or `N,M`, rows first.
  static func pair(_ text: String, option: String, least: Int) throws -> (y: Int, x: Int) {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(numbers.count), let y = numbers[0], let x = numbers.last ?? nil,
      (least...65535).contains(y), (least...65535).contains(x)
    else { throw ValidationError("\(option) takes whole numbers from \(least), not '\(text)'") }
    return (y, x)
  }

  /// A border's name, and whether it is `valid`.
  static func border(_ text: String) throws -> (border: Border, outputSize: OutputSize) {
    switch text {
    case "replicate": return (.replicate, .same)
    case "zero": return (.zero, .same)
    case "symmetric": return (.symmetric, .same)
    case "reflect101": return (.reflect101, .same)
    case "wrap": return (.wrap, .same)
    case "valid": return (.zero, .valid)
    case "reflect", "mirror":
      throw ValidationError(
        "--border \(text) means two things: say symmetric (dcba|abcd) or reflect101 (dcb|abcd)")
    default:
      if text.hasPrefix("constant:"), let value = Float(text.dropFirst(9)), value.isFinite {
        return (.constant(value), .same)
      }
      throw ValidationError(
        "--border takes replicate, zero, constant:V, symmetric, reflect101, wrap or valid, "
          + "not '\(text)'")
    }
  }
}
