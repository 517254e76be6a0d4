import ConvCore

/// The numbers of a matrix while its text is read, with their limits.
struct MatrixValues {
  private(set) var numbers: [Float] = []
  /// The whole numbers that float32 does not hold: how many, and the first one.
  private(set) var misfits: (count: Int, first: String) = (0, "")
  private let limits: ImageLimits

  init(limits: ImageLimits) { self.limits = limits }

  /// Appends a number.
  ///
  /// - Throws: ``CodecError`` with `overLimit` when the matrix has more numbers than allowed.
  mutating func append(_ number: MatrixNumber) throws(CodecError) {
    guard numbers.count < limits.pixels else {
      throw CodecError.overLimit(.pixels, "more than \(limits.pixels) numbers, the limit")
    }
    // An array that grows holds its old and its new storage for a moment.
    guard numbers.count < numbers.capacity || 12 * numbers.count < limits.memory else {
      throw CodecError.overLimit(
        .memory, "more than \(numbers.count) numbers need more than \(limits.memory >> 20) MB")
    }
    if let misfit = number.misfit {
      misfits = (misfits.count + 1, misfits.count == 0 ? misfit : misfits.first)
    }
    numbers.append(number.value)
  }
}
