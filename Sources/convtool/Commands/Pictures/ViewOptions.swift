import ArgumentParser
import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The options for turning responses into pixels.
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
    parsing: .unconditional, help: "out = SCALE x response + BIAS.", transform: ArgumentTypes.float)
  var scale: Float = 1

  @Option(
    parsing: .unconditional, help: "Added to the response, in sample units of the input.",
    transform: ArgumentTypes.float)
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
