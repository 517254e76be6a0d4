/// Neighboring rows of an image, the unit of work of the band pipeline.
///
/// The value stores the shape of the whole image, so that borders are applied at the edges of the
/// image and not at the edges of the rows.
public struct ImageRows: Hashable, Sendable {
  /// The shape of the whole image.
  public let shape: ImageShape
  /// The range of image rows that ``samples`` holds.
  public let rows: Range<Int>
  /// The samples of these rows, `rows.count` · W·C values.
  public var samples: [Float]

  /// Creates rows of an image.
  ///
  /// - Precondition: `rows` lies in the image, and `samples` holds exactly the values of these
  ///   rows.
  public init(shape: ImageShape, rows: Range<Int>, samples: [Float]) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= shape.height, "\(rows) of \(shape)")
    precondition(
      samples.count == rows.count * shape.rowLength, "\(samples.count) for \(rows) of \(shape)")
    self.shape = shape
    self.rows = rows
    self.samples = samples
  }

  /// Returns the index in ``samples`` where a row of the image begins.
  @inlinable
  public func offset(ofRow row: Int) -> Int { (row - rows.lowerBound) * shape.rowLength }

  /// The rows as an image of their own.
  public var image: Image {
    Image(
      shape: ImageShape(height: rows.count, width: shape.width, channels: shape.channels),
      samples: samples)
  }
}
