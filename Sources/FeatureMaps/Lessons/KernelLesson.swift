import ConvCore

/// Kernels with their numbers, as written and as they lie on the picture.
package enum KernelLesson {
  /// The largest side of a kernel whose numbers are drawn unless a side of cells is given.
  private static let largest = 15

  /// Draws the kernels; one or two that are not symmetric also as a convolution turns them.
  ///
  /// - Parameters:
  ///   - kernels: The kernels of a filter, all of one size.
  ///   - name: The name of the filter, with its parameters.
  ///   - side: The side of a cell in pixels; `nil` for the default.
  /// - Returns: The grids of the kernels, without numbers where the cells are too small for them.
  package static func picture(of kernels: [Kernel], name: String, side: Int?) -> LessonPicture {
    let size = kernels[0].size
    let cells = kernels.flatMap { kernel in kernel.coefficients.map { Float?(Float($0)) } }
    let longest = max(size.height, size.width)
    // The numbers of a kernel of 2001×2001 are not even measured.
    let showsNumbers = longest <= (side == nil ? largest : MatrixLesson.largestSide)
    let side =
      side
      ?? (showsNumbers
        ? NumberGrid.side(for: cells, rows: size.height, columns: size.width) : smallSide(size))
    let shared = NumberGrid(values: cells, columns: size.width, side: side)
    let fits = showsNumbers && shared.font != nil
    func grid(_ kernel: Kernel) -> NumberGrid {
      var grid = NumberGrid(
        values: kernel.coefficients.map { Float($0) }, columns: size.width, range: shared.range,
        side: side)
      grid.showsNumbers = fits
      return grid
    }
    let isTurned = kernels.contains { !$0.isRotationSymmetric }
    let panels =
      isTurned && kernels.count <= 2
      ? kernels.flatMap { pair(of: $0, grid($0), grid($0.rotated180), kernels) }
      : kernels.map { LessonPanel(captions: [caption(of: $0, kernels)], grid: grid($0)) }
    return LessonPicture(
      title: "\(name), \(size)", notes: notes(isTurned, kernels.count), panels: panels,
      footer: NumberGrid.roundingNote(panels.map(\.grid).filter(\.showsNumbers)),
      scales: [LessonScale(of: panels[0].grid)].compactMap { $0 })
  }

  private static func pair(
    of kernel: Kernel, _ written: NumberGrid, _ turned: NumberGrid, _ kernels: [Kernel]
  ) -> [LessonPanel] {
    [
      LessonPanel(captions: ["as written, " + caption(of: kernel, kernels)], grid: written),
      LessonPanel(
        joint: .arrow(["turned", "by 180°"]), captions: ["as it lies on the picture"],
        grid: turned),
    ]
  }

  private static func caption(of kernel: Kernel, _ kernels: [Kernel]) -> String {
    let sum = Float(abs(kernel.sum) < 1e-12 ? 0 : kernel.sum)
    let text = "sum \(NumberGrid.text(of: sum))"
    guard kernels.count > 1, let place = kernels.firstIndex(of: kernel) else { return text }
    return "kernel \(place + 1) of \(kernels.count), \(text)"
  }

  private static func notes(_ isTurned: Bool, _ count: Int) -> [String] {
    guard isTurned else {
      return [
        "turned by 180° \(count == 1 ? "it has" : "they have") the same numbers: convolution and "
          + "correlation agree"
      ]
    }
    return count <= 2
      ? ["convolution turns a kernel by 180° before it slides; correlation does not"]
      : ["as written; convolution turns each by 180° before it slides"]
  }

  /// The side of a cell without a number.
  private static func smallSide(_ size: Size2D) -> Int {
    max(1, min(40, 640 / max(size.height, size.width)))
  }
}
