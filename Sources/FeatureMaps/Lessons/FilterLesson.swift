import ConvCore
import ImageFilters

/// A filter as on a slide: the matrix, the kernel and the response, one window with its products.
package struct FilterLesson {
  /// The name of the filter, with its parameters.
  package var name: String
  /// The kernels; the picture shows one, when the filter is one convolution.
  package var kernels: [Kernel]
  /// How the filter is applied.
  package var options: FilterOptions
  /// Whether kernels are all there is between input and output: no other filter follows, and the
  /// response is not scaled.
  package var isAlone: Bool

  /// Creates a lesson.
  package init(name: String, kernels: [Kernel], options: FilterOptions, isAlone: Bool) {
    self.name = name
    self.kernels = kernels
    self.options = options
    self.isAlone = isAlone
  }

  /// The largest side of a kernel that stands between the matrices.
  private static let largestKernel = 9

  /// Draws the matrices, the kernel between them, and the sum of one window.
  ///
  /// - Parameters:
  ///   - input: The matrix, H×W×1.
  ///   - output: The response, of the engine.
  /// - Returns: A grid of numbers for the input, for the kernel, if it is shown, and for the
  ///   output.
  package func picture(input: Image, output: Image) -> LessonPicture {
    var (before, after) = (NumberGrid(input), NumberGrid(output))
    let side = max(before.side, after.side)
    (before.side, after.side) = (side, side)
    var footer: [String] = []
    if let kernel = shownKernel {
      if let window = FilterWindow(kernel, options, input: input, output: output) {
        before.outlines = [window.frame]
        after.outlines = [window.outputFrame]
        footer.append(window.sum)
      }
      footer += SizeFormula.convolution(
        options, kernel: kernel.size, input: input.shape.size, output: output.shape.size)
    }
    let isTurned = options.orientation == .convolution
    var scales = [LessonScale(of: before, name: "input"), LessonScale(of: after, name: "output")]
    var panels = [LessonPanel(captions: ["input, \(input.shape.size)"], grid: before)]
    if let kernel = shownKernel {
      let grid = NumberGrid(kernel)
      panels.append(
        LessonPanel(
          joint: .sign(isTurned ? "∗" : "⋆"), captions: captions(of: kernel), grid: grid))
      scales.insert(LessonScale(of: grid, name: "kernel"), at: 1)
    }
    panels.append(
      LessonPanel(
        joint: shownKernel == nil ? .arrow([name]) : .sign("="),
        captions: ["output, \(output.shape.size)"], grid: after))
    return LessonPicture(
      title: title, panels: panels,
      footer: footer + NumberGrid.roundingNote(panels.map(\.grid)), scales: scales.compactMap { $0 }
    )
  }

  private var title: String {
    guard !kernels.isEmpty else { return name }
    let verb = options.orientation == .convolution ? "convolution" : "correlation"
    let border = options.outputSize == .valid ? "valid" : options.border.description
    var words = ["\(name): \(verb)", "border \(border)"]
    if options.stride != .one {
      words.append(
        "stride \(options.stride.y)"
          + (options.stride.y == options.stride.x ? "" : "×\(options.stride.x)"))
    }
    if options.dilation > 1 { words.append("dilation \(options.dilation)") }
    return words.joined(separator: ", ")
  }

  /// The kernel between the matrices; `nil` when there is not exactly one that fits.
  private var shownKernel: Kernel? {
    guard isAlone, kernels.count == 1, kernels[0].depth == 1,
      max(kernels[0].size.height, kernels[0].size.width) <= FilterLesson.largestKernel
    else { return nil }
    return kernels[0]
  }

  private func captions(of kernel: Kernel) -> [String] {
    let name = "kernel, \(kernel.size)"
    if options.orientation == .correlation { return [name, "as it lies on the input"] }
    return kernel.isRotationSymmetric
      ? [name] : [name + ", as written;", "it slides turned by 180°"]
  }
}
