import ConvCore

/// The shape parameters of a convolution, without its weights.
package struct ConvGeometry: Hashable, Sendable {
  var inputChannels: Int
  var outputChannels: Int
  var kernelSize: Size2D
  var stride: Stride2D
  var padding: Size2D
  var dilation: Int
  var groups = 1
}
