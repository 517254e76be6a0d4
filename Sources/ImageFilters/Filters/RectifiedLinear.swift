public import ConvCore

/// The rectified linear unit of networks, y = max(x, 0), as a filter.
///
/// NaN stays NaN.
public struct RectifiedLinear: PointwiseFilter {
  /// Creates the filter.
  public init() {}

  /// The response never exceeds its input.
  public func growth(_ kernels: [Kernel]) -> Double { 1 }

  /// Sets negative values to 0.
  public func transform(_ values: inout [Float], in range: Range<Int>) {
    ValueLoop.replace(&values, in: range) { $0 <= 0 ? 0 : $0 }
  }
}
