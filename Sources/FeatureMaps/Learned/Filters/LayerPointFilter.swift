import ConvCore
import ConvNet
public import ImageFilters

/// A layer that computes each value from one value of the same channel, as a filter of pictures.
///
/// The arithmetic is that of the layer, so the response is the layer's output to the bit.
public struct LayerPointFilter: PointwiseFilter, Hashable {
  private enum Step: Hashable, Sendable {
    case rectify
    case leak(Float)
    case normalize(means: [Float], factors: [Float], biases: [Float], rectifies: Bool)
  }

  private let step: Step

  /// Takes a layer.
  ///
  /// - Returns: `nil` for a layer that is no function of single values.
  init?(_ layer: any Layer) {
    switch layer {
    case is ReLU: step = .rectify
    case let layer as LeakyReLU: step = .leak(layer.slope)
    case let layer as BatchNorm:
      let parameters = layer.parameters.map(\.values)
      step = .normalize(
        means: parameters[2],
        factors: zip(parameters[0], parameters[3]).map {
          $0 / ($1 + layer.epsilon).squareRoot()
        }, biases: parameters[1], rectifies: layer.activation == .relu)
    default: return nil
    }
  }

  /// Replaces the values of whole pixels.
  public func transform(_ values: inout [Float], in range: Range<Int>) {
    switch step {
    case .rectify: ValueLoop.replace(&values, in: range) { $0 < 0 ? 0 : $0 }
    case .leak(let slope): ValueLoop.replace(&values, in: range) { $0 < 0 ? $0 * slope : $0 }
    case .normalize(let means, let factors, let biases, let rectifies):
      let channels = means.count
      for (place, i) in range.enumerated() {
        let c = place % channels
        let value = (values[i] - means[c]) * factors[c] + biases[c]
        values[i] = rectifies && value < 0 ? 0 : value
      }
    }
  }
}
