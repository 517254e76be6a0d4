public import ConvCore

/// The computation of a filter, without border and stride.
public enum FilterDefinition: Hashable, Sendable {
  /// One kernel, applied to each channel or spanning the depth.
  case kernel(Kernel)
  /// The gradient magnitude √(gx² + gy²) of two derivative kernels.
  case magnitude(Kernel, Kernel)
  /// The largest response of several kernels.
  case compass([Kernel])
  /// One feature map per kernel; the kernels span the depth.
  case bank([Kernel])
  /// The median of side × side pixels.
  case median(Int)
  /// The bilateral filter with a spatial sigma in pixels and a range sigma in levels.
  case bilateral(spatial: Double, range: Double)
  /// Canny's edges; without a sigma there is no smoothing.
  case canny(low: Double, high: Double, sigma: Double?)
  /// Pooling: one value per window.
  case pooling(Pooling)
  /// Global pooling: one value per channel of the whole image.
  case globalPooling(Pooling.Kind)
  /// A layer of a network, applied to the whole picture.
  case learned(ConvolutionLayerFilter)

  /// The kernels of the filter; empty for filters that are not convolutions.
  public var kernels: [Kernel] {
    switch self {
    case .kernel(let kernel): [kernel]
    case .magnitude(let x, let y): [x, y]
    case .compass(let kernels), .bank(let kernels): kernels
    case .learned(let layer): layer.kernels
    case .median, .bilateral, .canny, .pooling, .globalPooling: []
    }
  }

  /// Whether a flat picture keeps its brightness (nearly), so that the response is a picture.
  public var isSmoothing: Bool {
    switch self {
    case .kernel(let kernel): kernel.sum > 1e-9 * kernel.absoluteSum
    case .median, .bilateral, .pooling, .globalPooling: true
    case .magnitude, .compass, .canny, .learned: false
    case .bank(let kernels): kernels.allSatisfy { $0.sum > 1e-9 * $0.absoluteSum }
    }
  }

  /// Whether each kernel gives one feature map for all channels.
  public var spansDepth: Bool {
    switch self {
    case .kernel(let kernel): kernel.depth > 1
    case .bank, .learned: true
    default: false
    }
  }
}
