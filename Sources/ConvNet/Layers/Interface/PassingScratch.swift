import ConvCore

/// What a pass needs only while it runs.
struct PassingScratch: Sendable {
  /// Weights in another order.
  var weights: [Float] = []
  /// Sums whose lanes are still apart.
  var sums: [Float] = []
  /// Inputs or gradients, transformed.
  var spectrum = LineRoom()
  /// Some channels of the input, transformed.
  var inputs = LineRoom()
  /// Products of transforms, not yet transformed back.
  var products = LineRoom()
  /// Filters, transformed.
  var filters: [Float] = []
  /// Filters or their gradients, cell by cell.
  var cells: [Float] = []
}
