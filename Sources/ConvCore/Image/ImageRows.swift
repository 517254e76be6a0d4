/// Some neighbouring rows of an image.
///
/// The unit of work of the band pipeline: a strip knows the shape of the whole image it was cut
/// from, so that borders are found where they are.
public struct ImageRows: Hashable, Sendable {
  /// The shape of the whole image.
  public let shape: ImageShape
  /// Which of its rows are here.
  public let rows: Range<Int>
  /// `rows.count` rows of samples.
  public var samples: [Float]

  /// Creates a strip.
  ///
  /// - Precondition: The rows lie in the image, and `samples` holds exactly them.
  public init(shape: ImageShape, rows: Range<Int>, samples: [Float]) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= shape.height, "\(rows) of \(shape)")
    precondition(
      samples.count == rows.count * shape.rowLength, "\(samples.count) for \(rows) of \(shape)")
    self.shape = shape
    self.rows = rows
    self.samples = samples
  }

  /// Where a row of the image begins in ``samples``.
  @inlinable
  public func offset(ofRow row: Int) -> Int { (row - rows.lowerBound) * shape.rowLength }

  /// The strip as an image of its own.
  public var image: Image {
    Image(
      shape: ImageShape(height: rows.count, width: shape.width, channels: shape.channels),
      samples: samples)
  }
}
