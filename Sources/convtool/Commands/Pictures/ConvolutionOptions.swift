import ArgumentParser
import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The options for applying kernels.
struct ConvolutionOptions: ParsableArguments {
  @Option(
    help: "What lies outside of the picture; with valid the output shrinks (default: replicate).")
  var border: BorderChoice?

  @Flag(help: "Do not flip the kernel.")
  var correlate = false

  @Option(help: "Input pixels from one output pixel to the next (default: 1).")
  var stride: Stride2D?

  @Option(
    help: "Pixels from one kernel cell to the next (default: 1); over 4097 pixels in all at most.")
  var dilate: Whole<1, 1000>?

  @Option(
    help: """
      The cell of the kernel, as written, that lies on the output pixel, counted from 0 \
      (default: (side-1)/2, rounded down).
      """)
  var anchor: Kernel.Anchor?

  @Flag(help: "Divide the kernel by its sum.")
  var normalize = false

  @Option(
    help: "How sums are computed; separable is rows, then columns, for low rank (default: auto).")
  var method: Convolution.Method?

  var options: FilterOptions {
    var options = FilterOptions()
    switch border ?? .border(.replicate) {
    case .border(let border): options.border = border
    case .valid: (options.border, options.outputSize) = (.zero, .valid)
    }
    options.orientation = correlate ? .correlation : .convolution
    options.stride = stride ?? .one
    options.dilation = dilate?.value ?? 1
    options.anchor = anchor
    options.normalizes = normalize
    options.method = method ?? .automatic
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
      let hint =
        dilate.map {
          "; --dilate spaces the cells of a kernel, --dilation \($0.value) is the largest value of a "
            + "window"
        } ?? ""
      throw Failure(.usage, "\(given.joined(separator: ", ")) cannot apply: \(reason)\(hint)")
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
