import ConvCore

/// Buffers with content only during a pass.
struct SharedScratch: Sendable {
  /// Weights in the order that the pass needs.
  var weights: [Float] = []
  /// Sums that are not yet added up over the SIMD lanes.
  var sums: [Float] = []
  /// Winograd transforms of inputs or gradients.
  var spectrum = AlignedBuffer()
  /// Winograd transforms of some input channels.
  var inputs = AlignedBuffer()
  /// Products of transforms, before the transform back.
  var products = AlignedBuffer()
  /// Winograd transforms of filters.
  var filters: [Float] = []
  /// The cells of filters or of filter gradients, one plane for each cell.
  var cells: [Float] = []
}
