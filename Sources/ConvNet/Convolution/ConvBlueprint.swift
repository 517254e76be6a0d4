import ConvCore

/// What a convolution layer is built from, once its input is known.
struct ConvBlueprint: Hashable, Sendable {
  /// Filters, in all or for each input channel.
  var filters: Int
  var isPerChannel = false
  var kernelSize: Size2D
  var stride: Stride2D
  var padding: ConvPadding
  var dilation: Int
  /// Groups of channels; 0 for one for each input channel.
  var groups: Int
  var initialization: Initialization
}
