public import ConvCore

/// What a filter computes, before anything is said of borders or strides.
public enum FilterDefinition: Hashable, Sendable {
  /// One kernel, on each channel or spanning the depth.
  case kernel(Kernel)
  /// √(gx² + gy²) of two derivatives.
  case magnitude(Kernel, Kernel)
  /// The largest of several kernels' answers.
  case compass([Kernel])
  /// One map for each kernel; the kernels span the depth.
  case bank([Kernel])
  /// The median of side × side pixels.
  case median(Int)
  /// The bilateral filter of two sigmas.
  case bilateral(spatial: Double, range: Double)
  /// Canny's edges; no smoothing without a sigma.
  case canny(low: Double, high: Double, sigma: Double?)
  /// One value from each window.
  case pooling(Pooling)
  /// One value from the whole image.
  case globalPooling(Pooling.Kind)
  /// A layer of a network, run over the whole picture.
  case learned(ConvolutionLayerFilter)

  /// The kernels that take part.
  public var kernels: [Kernel] {
    switch self {
    case .kernel(let kernel): [kernel]
    case .magnitude(let x, let y): [x, y]
    case .compass(let kernels), .bank(let kernels): kernels
    case .learned(let layer): layer.kernels
    case .median, .bilateral, .canny, .pooling, .globalPooling: []
    }
  }

  /// Whether a flat picture stays (nearly) as bright as it is, so that a response is a picture.
  public var isSmoothing: Bool {
    switch self {
    case .kernel(let kernel): kernel.sum > 1e-9 * kernel.absoluteSum
    case .median, .bilateral, .pooling, .globalPooling: true
    case .magnitude, .compass, .canny, .learned: false
    case .bank(let kernels): kernels.allSatisfy { $0.sum > 1e-9 * $0.absoluteSum }
    }
  }

  /// Whether each kernel answers with one map for all channels.
  public var spansDepth: Bool {
    switch self {
    case .kernel(let kernel): kernel.depth > 1
    case .bank, .learned: true
    default: false
    }
  }
}
