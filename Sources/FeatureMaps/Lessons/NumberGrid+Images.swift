import ConvCore

extension NumberGrid {
  /// Creates the grid of a matrix, H×W×1.
  ///
  /// - Precondition: The image has one channel and at least one pixel.
  package init(_ image: Image) {
    precondition(image.shape.channels == 1, "a matrix of \(image.shape)")
    self.init(values: image.samples.map { $0 }, columns: image.shape.width)
  }

  /// Creates the grid of a kernel of depth 1.
  ///
  /// - Precondition: The kernel has depth 1.
  package init(_ kernel: Kernel) {
    precondition(kernel.depth == 1, "a kernel of depth \(kernel.depth)")
    self.init(values: kernel.coefficients.map { Float($0) }, columns: kernel.size.width)
  }

  /// A line that says that numbers are rounded; empty when none is.
  package static func roundingNote(_ grids: [NumberGrid]) -> [String] {
    grids.allSatisfy(\.isExact) ? [] : ["numbers are rounded to at most four digits"]
  }
}

extension Kernel {
  /// Whether the kernel turned by 180° has the same numbers.
  package var isRotationSymmetric: Bool { rotated180.coefficients == coefficients }
}
