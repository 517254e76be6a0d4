/// An image of floats, H×W×C with interleaved channels, in the sample units of its source.
///
/// Values are linear, unclamped and may be negative: samples are rounded and clipped only when a
/// codec writes pixels.
public struct Image: Hashable, Sendable {
  /// Height, width and channels.
  public let shape: ImageShape
  /// The H×W×C values, row by row.
  public var samples: [Float]

  /// Creates an image from its samples.
  ///
  /// - Precondition: `samples` holds exactly `shape.count` values.
  public init(shape: ImageShape, samples: [Float]) {
    precondition(samples.count == shape.count, "\(samples.count) samples for \(shape)")
    self.shape = shape
    self.samples = samples
  }

  /// Creates a gray image from its rows.
  ///
  /// - Precondition: All rows have one length.
  public init(rows: [[Float]]) {
    let width = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == width }, "rows of different lengths")
    self.init(
      shape: ImageShape(height: rows.count, width: width, channels: 1),
      samples: rows.flatMap { $0 })
  }

  /// The sample at a row, a column and a channel.
  public subscript(y: Int, x: Int, channel: Int = 0) -> Float {
    samples[(y * shape.width + x) * shape.channels + channel]
  }

  /// All rows of the image as ``ImageRows``.
  public var strip: ImageRows { ImageRows(shape: shape, rows: 0..<shape.height, samples: samples) }
}
