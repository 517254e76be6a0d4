import ConvCore

/// What a pass needs only while it runs.
struct SharedScratch: Sendable {
  /// Weights in another order.
  var weights: [Float] = []
  /// Sums whose lanes are still apart.
  var sums: [Float] = []
  /// Inputs or gradients, transformed.
  var spectrum = AlignedBuffer()
  /// Some channels of the input, transformed.
  var inputs = AlignedBuffer()
  /// Products of transforms, not yet transformed back.
  var products = AlignedBuffer()
  /// Filters, transformed.
  var filters: [Float] = []
  /// Filters or their gradients, cell by cell.
  var cells: [Float] = []
}
