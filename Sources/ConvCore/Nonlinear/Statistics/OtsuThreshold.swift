internal import RowLoops

/// Full brightness where a value lies above the threshold of its channel, else 0; the threshold is
/// that of the histogram with the largest variance between the two classes (Otsu, 1979).
///
///     t = argmax ω₀(t) ω₁(t) (μ₀(t) − μ₁(t))²,     y = x > t ? full brightness : 0
///
/// The histogram of integers has a bin for each value; that of floats has 256 bins from the smallest
/// to the largest finite value, and t is the middle of a bin. Of equal maxima the first counts. A
/// flat picture gives 0. NaN stays NaN and is not counted, nor are infinities.
public struct OtsuThreshold: RowOperation, Hashable {
  private var brightness: Float = 255
  /// The threshold of each channel; empty before the picture was seen.
  private var thresholds: [Double] = []

  /// Creates the operation.
  public init() {}

  /// Returns the shape of the input, which the operation does not change.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  /// The threshold depends on all values.
  public var wholeImageReason: String? {
    "Otsu's threshold needs the histogram of the whole picture"
  }

  /// Returns the operation for images of a full brightness.
  public func adapted(toBrightness brightness: Float) -> any RowOperation {
    var adapted = self
    adapted.brightness = brightness
    return adapted
  }

  /// Finds the thresholds.
  public func prepared(for input: RowSource, engine: Engine) -> any RowOperation {
    var prepared = self
    prepared.thresholds = (0..<input.shape.channels).map {
      OtsuThreshold.threshold(of: input, channel: $0, engine)
    }
    return prepared
  }

  /// Computes output rows; from a source of the whole image if the thresholds are not known.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let thresholds =
      thresholds.isEmpty
      ? (0..<input.shape.channels).map {
        OtsuThreshold.threshold(of: input, channel: $0, engine)
      } : thresholds
    let (length, channels, brightness) = (input.shape.rowLength, input.shape.channels, brightness)
    for row in rows {
      sink.take(rows: 1, engine: engine) { samples, at in
        input.copy(row, into: &samples, at: at, engine: engine)
        for index in 0..<length where !samples[at + index].isNaN {
          let isAbove = Double(samples[at + index]) > thresholds[index % channels]
          samples[at + index] = isAbove ? brightness : 0
        }
      }
    }
  }

  private static func threshold(of input: RowSource, channel: Int, _ engine: Engine) -> Double {
    var (least, most) = (Float.infinity, -Float.infinity)
    var row = [Float](repeating: 0, count: input.shape.rowLength)
    let places = stride(from: channel, to: row.count, by: input.shape.channels)
    for y in 0..<input.shape.height {
      input.copy(y, into: &row, at: 0, engine: engine)
      for index in places where row[index].isFinite {
        least = min(least, row[index])
        most = max(most, row[index])
      }
    }
    guard least < most else { return least.isFinite ? Double(least) : 0 }
    var histogram = ValueHistogram(
      least: Double(least), most: Double(most), areIntegers: input.type != .float32)
    for y in 0..<input.shape.height {
      input.copy(y, into: &row, at: 0, engine: engine)
      for index in places where row[index].isFinite { histogram.count(Double(row[index])) }
    }
    return histogram.threshold
  }
}
