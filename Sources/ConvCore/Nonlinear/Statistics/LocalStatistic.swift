/// A value of each pixel's N×N window, from the window's mean m and standard deviation s, for each
/// channel on its own.
///
///     variance    s² = Σ (x − m)² / N²          deviation  s
///     normalized  (x − m) / s, and 0 where s = 0
///     adaptive    full brightness where x > m − C, else 0
///     sauvola     full brightness where x > m (1 + k (s / R − 1)), else 0
///
/// s is that of the population. R is half of the full brightness (Sauvola and Pietikäinen, 2000).
/// An even window reaches N / 2 pixels up and left. Shape: unchanged. The output is NaN where the
/// window holds a NaN; infinities give what arithmetic says.
///
/// Precision: sums of integers are exact; those of floats are sums of differences in double
/// precision. In `adaptive`, the mean of bytes is rounded to a byte and C up to an integer, as
/// OpenCV does.
public struct LocalStatistic: RowOperation, Hashable {
  /// What is computed.
  public enum Value: Hashable, Sendable {
    case variance, deviation, normalized
    /// The threshold m − offset.
    case adaptive(offset: Double)
    /// The threshold m (1 + factor (s / R − 1)).
    case sauvola(factor: Double)
  }

  /// What is computed.
  public let value: Value
  /// The side of the window, in pixels.
  public let side: Int
  /// The border rule for positions outside the image.
  public let border: Border
  private var brightness: Float = 255

  /// Creates the operation.
  ///
  /// - Precondition: `side` is at least 1.
  public init(_ value: Value, side: Int, border: Border = .replicate) {
    precondition(side > 0, "a window of side \(side)")
    self.value = value
    self.side = side
    self.border = border
  }

  private var geometry: WindowGeometry { WindowMoments.geometry(side: side) }

  /// Returns the shape of the input, which the operation does not change.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  /// The reason why the whole image is needed, or `nil`.
  public var wholeImageReason: String? { border.wholeImageReason }

  /// Returns the input rows that some output rows depend on, clamped to the image.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: rows, of: input, border: border)
  }

  /// Returns the operation for images of a full brightness.
  public func adapted(toBrightness brightness: Float) -> any RowOperation {
    var adapted = self
    adapted.brightness = brightness
    return adapted
  }

  /// Computes output rows and writes them to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let (needed, shape) = (inputRows(for: rows, of: input.shape), input.shape)
    let nonfinite = input.nonfiniteRows(in: needed)
    let finite =
      nonfinite.isEmpty
      ? input : input.replacing(nonfinite, in: needed, engine: engine) { _ in 0 }
    var moments = WindowMoments(
      side: side, over: finite, rows: rows, border: border, engine: engine)
    var window = NonfiniteWindow(
      geometry, over: input, nonfinite: nonfinite, outputWidth: shape.width, border: border)
    let cells = CellRuns(all: geometry.window)
    let areBytes = input.type == .uint8
    for y in rows {
      moments.move(to: y)
      for channel in 0..<(nonfinite.isEmpty ? 0 : shape.channels) {
        let sets = window.sets(under: cells, channel: channel, outputRow: y)
        for x in sets.indices {
          if let mean = sets[x].sum {
            moments.replace(at: x * shape.channels + channel, mean: Double(mean))
          }
        }
      }
      sink.take(rows: 1, engine: engine) { samples, at in
        input.copy(y, into: &samples, at: at, engine: engine)
        fill(&samples, at, moments, areBytes)
      }
    }
  }

  /// Replaces a row of samples by what is computed.
  private func fill(
    _ samples: inout [Float], _ start: Int, _ moments: WindowMoments, _ areBytes: Bool
  ) {
    let (means, variances) = (moments.means, moments.variances)
    switch value {
    case .variance:
      for index in means.indices { samples[start + index] = Float(variances[index]) }
    case .deviation:
      for index in means.indices { samples[start + index] = Float(variances[index].squareRoot()) }
    case .normalized:
      for index in means.indices {
        let difference = Double(samples[start + index]) - means[index]
        let variance = variances[index]
        samples[start + index] = variance == 0 ? 0 : Float(difference / variance.squareRoot())
      }
    case .adaptive(let offset):
      let offset = areBytes ? offset.rounded(.up) : offset
      for index in means.indices {
        let mean = areBytes ? means[index].rounded(.toNearestOrEven) : means[index]
        binarize(&samples[start + index], mean - offset)
      }
    case .sauvola(let factor):
      let scale = 2 / Double(brightness)
      for index in means.indices {
        let relative = variances[index].squareRoot() * scale - 1
        binarize(&samples[start + index], means[index] * (1 + factor * relative))
      }
    }
  }

  private func binarize(_ sample: inout Float, _ threshold: Double) {
    sample = sample.isNaN || threshold.isNaN ? .nan : Double(sample) > threshold ? brightness : 0
  }
}
