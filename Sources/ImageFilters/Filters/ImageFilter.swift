public import ConvCore

/// A filter: what is computed for each pixel, apart from border, stride and view.
///
/// Every filter of the catalogue is an `ImageFilter`. A type of another package can be one too: it
/// then runs in a ``FilterChain`` like the filters of this package. A filter that computes each value
/// from one value is simplest as a ``PointwiseFilter``.
public protocol ImageFilter: Sendable {
  /// The kernels; empty for a filter that is not a convolution.
  ///
  /// A filter with kernels takes stride, dilation, anchor, normalization and method.
  var kernels: [Kernel] { get }

  /// Whether a flat picture keeps its brightness (nearly), so that the response is a picture.
  var isSmoothing: Bool { get }

  /// Whether each kernel gives one feature map for all channels.
  var spansDepth: Bool { get }

  /// Whether each output value depends on one pixel only, so that color cannot bleed.
  var isPointwise: Bool { get }

  /// Whether alpha is filtered like premultiplied color; otherwise alpha is left unchanged.
  var filtersAlpha: Bool { get }

  /// Whether the output has no alpha.
  var dropsAlpha: Bool { get }

  /// Whether positions outside the image are read.
  var usesBorder: Bool { get }

  /// The view of the responses that is used unless another is asked for; `nil` lets the chain decide.
  var defaultView: ResponseView? { get }

  /// Whether outputs depend on the full brightness of the picture, as white does.
  var usesBrightness: Bool { get }

  /// The number of float images that the operation holds besides its input and its output.
  var workingImages: Int { get }

  /// How the outputs are computed, in a few words, as for `--explain`.
  var method: String { get }

  /// Bounds how much larger responses can be than samples.
  ///
  /// - Parameter kernels: The kernels as applied.
  /// - Returns: The largest factor by which a response can exceed the largest magnitude of its
  ///   input.
  func growth(_ kernels: [Kernel]) -> Double

  /// Creates the operation.
  ///
  /// - Parameters:
  ///   - kernels: ``kernels`` as applied: with their anchors, and normalized if requested.
  ///   - options: How the filter is applied.
  /// - Returns: The filter as an operation that computes rows of the response.
  func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation
}

extension ImageFilter {
  /// The default: no kernels.
  public var kernels: [Kernel] { [] }

  /// The default, `false`: the response is not a picture.
  public var isSmoothing: Bool { false }

  /// The default, `false`: each channel is filtered on its own.
  public var spansDepth: Bool { false }

  /// The default, `false`.
  public var isPointwise: Bool { false }

  /// The default: smoothing filters filter alpha, so that transparent pixels do not bleed.
  public var filtersAlpha: Bool { isSmoothing && !spansDepth }

  /// The default: feature maps are opaque.
  public var dropsAlpha: Bool { spansDepth }

  /// The default, `true`.
  public var usesBorder: Bool { true }

  /// The default, `nil`: `clip` for pictures, `abs` for signed responses.
  public var defaultView: ResponseView? { nil }

  /// The default, `false`: outputs are in the unit of the input.
  public var usesBrightness: Bool { false }

  /// The default, 0.
  public var workingImages: Int { 0 }

  /// The default, `direct`.
  public var method: String { "direct" }

  /// The default, infinity: nothing is known.
  public func growth(_ kernels: [Kernel]) -> Double { .infinity }
}
