import ConvCore

extension Kernel {
  /// Whether the kernel has a positive sum, apart from rounding: a flat picture stays bright.
  var isSmoothing: Bool { sum > 1e-9 * absoluteSum }
}
