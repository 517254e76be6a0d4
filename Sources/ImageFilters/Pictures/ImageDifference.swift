public import ConvCore
import Foundation

/// How much two images of one shape differ.
public struct ImageDifference: Hashable, Sendable {
  /// A value of an image: row, column, channel.
  public struct Position: Hashable, Sendable {
    /// The row, counted from 0.
    public let y: Int
    /// The column, counted from 0.
    public let x: Int
    /// The channel, counted from 0.
    public let channel: Int
  }

  /// The largest magnitude of a difference; infinite where one value alone is NaN.
  public let largest: Double
  /// The first position of the largest difference; `nil` for equal images.
  public let position: Position?
  /// The mean magnitude of the differences.
  public let mean: Double
  /// The mean of the squared differences.
  public let meanSquare: Double
  /// Number of values that differ.
  public let count: Int

  /// Compares two images.
  ///
  /// NaN equals NaN.
  ///
  /// - Precondition: Both images have the same shape.
  public init(_ a: Image, _ b: Image) {
    precondition(a.shape == b.shape, "\(a.shape) beside \(b.shape)")
    var (largest, index, sum, squares, count) = (0.0, -1, 0.0, 0.0, 0)
    for (place, pair) in zip(a.samples, b.samples).enumerated() {
      let difference = ImageDifference.distance(pair.0, pair.1)
      guard difference > 0 else { continue }
      count += 1
      sum += difference
      squares += difference * difference
      if difference > largest { (largest, index) = (difference, place) }
    }
    let (length, channels) = (a.shape.rowLength, a.shape.channels)
    self.largest = largest
    self.count = count
    position =
      index < 0
      ? nil
      : Position(y: index / length, x: index % length / channels, channel: index % channels)
    mean = sum / Double(max(a.samples.count, 1))
    meanSquare = squares / Double(max(a.samples.count, 1))
  }

  /// Computes the peak signal-to-noise ratio, 10 · log₁₀(peak² / mean square).
  ///
  /// Infinite for equal images.
  ///
  /// - Parameter peak: The difference between white and black.
  /// - Returns: The ratio in decibels.
  public func peakSignalToNoise(peak: Double) -> Double {
    meanSquare == 0 ? .infinity : 10 * Foundation.log10(peak * peak / meanSquare)
  }

  private static func distance(_ a: Float, _ b: Float) -> Double {
    if a == b || (a.isNaN && b.isNaN) { return 0 }
    let difference = (Double(a) - Double(b)).magnitude
    return difference.isNaN ? .infinity : difference
  }
}
