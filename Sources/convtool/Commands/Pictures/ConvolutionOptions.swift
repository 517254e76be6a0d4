import ArgumentParser
import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The options for applying kernels.
struct ConvolutionOptions: ParsableArguments {
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
    (options.border, options.outputSize) = try ArgumentTypes.border(border)
    options.orientation = correlate ? .correlation : .convolution
    if let stride {
      let pair = try ArgumentTypes.pair(stride, option: "--stride", least: 1)
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
      let pair = try ArgumentTypes.pair(anchor, option: "--anchor", least: 0)
      options.anchor = Kernel.Anchor(y: pair.y, x: pair.x)
    }
    options.normalizes = normalize
    if let method {
      guard let known = Convolution.Method(rawValue: method) else {
        throw ValidationError("--method takes auto, direct, separable or fft, not '\(method)'")
      }
      options.method = known
    }
    return options
  }

  /// Rejects options that would not change these filters.
  ///
  /// Only kernels can be flipped, moved, dilated or summed by another method; those of a network
  /// are fixed by its layers.
  func requireUse(by filters: [NamedFilter]) throws {
    let given = [
      ("--stride", stride != nil), ("--dilate", dilate != nil), ("--anchor", anchor != nil),
      ("--normalize", normalize), ("--method", method != nil),
    ].filter(\.1).map(\.0)
    let first = filters[0]
    if !given.isEmpty, let reason = ConvolutionOptions.reason(first) {
      throw Failure(.usage, "\(given.joined(separator: ", ")) cannot apply: \(reason)")
    }
    if correlate, filters.allSatisfy({ ConvolutionOptions.reason($0) != nil }),
      let reason = ConvolutionOptions.reason(filters[filters.count - 1])
    {
      throw Failure(.usage, "--correlate cannot apply: \(reason)")
    }
  }

  private static func reason(_ filter: NamedFilter) -> String? {
    if filter.filter is ConvolutionLayerFilter {
      return "layers of a network correlate already, each kernel as it was learned"
    }
    return filter.filter.kernels.isEmpty ? "\(filter.name) is not a convolution" : nil
  }
}
