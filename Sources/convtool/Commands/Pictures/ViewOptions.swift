import ArgumentParser
import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The options for turning responses into pixels.
struct ViewOptions: ParsableArguments {
  @Flag(help: "Luminance first; else each color channel on its own.")
  var gray = false

  @Option(help: "How a signed response becomes pixels (default: auto).")
  var view: ResponseView?

  @Option(
    parsing: .unconditional, help: "out = SCALE x response + BIAS.", transform: Float.finite)
  var scale: Float = 1

  @Option(
    parsing: .unconditional, help: "Added to the response, in sample units of the input.",
    transform: Float.finite)
  var bias: Float = 0

  @Option(help: BitDepth.help)
  var depth: BitDepth?

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

  @Flag(help: "The printed matrix, --explain, or a line for each file of a batch, as JSON.")
  var json = false

  @Flag(help: MatrixOutput.drawHelp)
  var draw = false

  /// Whether an option is about pixels, so that a literal matrix gives a picture of them.
  var wantsPixels: Bool {
    view != nil || depth?.bits != nil || linear
  }

  var rendering: RenderingOptions {
    var options = RenderingOptions()
    options.gray = gray
    options.linear = linear
    options.view = view ?? .auto
    options.scale = scale
    options.bias = bias
    options.depth = depth?.bits
    options.writesFloats = depth == .float
    return options
  }
}
