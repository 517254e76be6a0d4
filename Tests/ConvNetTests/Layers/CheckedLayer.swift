import ConvCore
import ConvNet
import Testing

/// A layer, and how its gradients are compared with finite differences.
struct CheckedLayer: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let check: GradientCheck
  /// The largest error that the differences themselves may have.
  var tolerance = 2e-3

  static let all: [CheckedLayer] = {
    var generator = SplitMix64(seed: 5)
    let shape = LayerGradientTests.odd
    let dense = Dense(inputs: 126, outputs: 7, using: &generator)
    let tall = MaxPool2D(size: Size2D(height: 3, width: 2), stride: Stride2D(y: 1, x: 2))
    let average = AvgPool2D(size: Size2D(height: 2, width: 3), stride: Stride2D(y: 2, x: 1))
    return others + [
      CheckedLayer(
        testDescription: "Dense", check: GradientCheck(layer: dense, inputShape: shape)),
      CheckedLayer(
        testDescription: "MaxPool2D",
        check: GradientCheck(layer: MaxPool2D(), inputShape: shape, isSpread: true),
        tolerance: 2e-2),
      CheckedLayer(
        testDescription: "MaxPool2D of 3×2, stride 1, 2",
        check: GradientCheck(layer: tall, inputShape: shape, isSpread: true), tolerance: 2e-2),
      CheckedLayer(
        testDescription: "AvgPool2D of 2×3, stride 2, 1",
        check: GradientCheck(layer: average, inputShape: shape)),
      CheckedLayer(
        testDescription: "Flatten", check: GradientCheck(layer: Flatten(), inputShape: shape)),
      CheckedLayer(
        testDescription: "ReLU",
        check: GradientCheck(layer: ReLU(), inputShape: shape, margin: 0.1)),
      CheckedLayer(
        testDescription: "Dropout",
        check: GradientCheck(layer: Dropout(rate: 0.4), inputShape: shape, isTraining: true)),
    ]
  }()

  private static let others: [CheckedLayer] = {
    let shape = LayerGradientTests.odd
    let norm = BatchNorm(
      weight: [0.7, -1.2, 1.5], bias: [0.1, 0, -0.3], runningMean: [0.2, -0.1, 0],
      runningVariance: [0.4, 0.2, 0.9])
    func pool(_ layer: any Layer, _ name: String) -> CheckedLayer {
      CheckedLayer(
        testDescription: name,
        check: GradientCheck(layer: layer, inputShape: shape, isSpread: true), tolerance: 2e-2)
    }
    return [
      CheckedLayer(
        testDescription: "BatchNorm in training",
        check: GradientCheck(layer: norm, inputShape: shape, isTraining: true)),
      CheckedLayer(
        testDescription: "BatchNorm in training behind a rectifier",
        check: GradientCheck(
          layer: norm, inputShape: shape, isTraining: true, margin: 0.1, isRectified: true)),
      CheckedLayer(
        testDescription: "BatchNorm of 11 images",
        check: GradientCheck(layer: norm, inputShape: shape, isTraining: true, images: 11)),
      CheckedLayer(
        testDescription: "BatchNorm of one image",
        check: GradientCheck(layer: norm, inputShape: shape, isTraining: true, images: 1)),
      CheckedLayer(
        testDescription: "BatchNorm in use", check: GradientCheck(layer: norm, inputShape: shape)),
      CheckedLayer(
        testDescription: "LeakyReLU",
        check: GradientCheck(layer: LeakyReLU(slope: 0.2), inputShape: shape, margin: 0.1)),
      CheckedLayer(
        testDescription: "GlobalAvgPool2D",
        check: GradientCheck(layer: GlobalAvgPool2D(), inputShape: shape)),
      CheckedLayer(
        testDescription: "AvgPool2D with padding",
        check: GradientCheck(
          layer: AvgPool2D(3, stride: 2, padding: Size2D(height: 1, width: 2)), inputShape: shape)),
      pool(MaxPool2D(3, stride: 2, padding: 1), "MaxPool2D with padding"),
      pool(MaxPool2D(3, stride: 1, padding: 2), "MaxPool2D with windows in the corner"),
    ]
  }()
}
