/// An image of floats, H×W×C with interleaved channels, in the sample units of its source.
///
/// Values are linear in the arithmetic, unclamped and signed: nothing is rounded or cut before a
/// codec writes pixels.
public struct Image: Hashable, Sendable {
  /// Height, width and channels.
  public let shape: ImageShape
  /// H×W×C values, row by row.
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

  /// One sample.
  public subscript(y: Int, x: Int, channel: Int = 0) -> Float {
    samples[(y * shape.width + x) * shape.channels + channel]
  }

  /// The image as the one strip that covers it.
  public var strip: Strip { Strip(shape: shape, rows: 0..<shape.height, samples: samples) }
}

/// Some neighbouring rows of an image.
///
/// The unit of work of the band pipeline: a strip knows the shape of the whole image it was cut
/// from, so that borders are found where they are.
public struct Strip: Hashable, Sendable {
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

/// An operation whose output rows each depend on a few input rows, so that it can be streamed.
public protocol StripOperation: Sendable {
  /// The shape of the output.
  ///
  /// - Throws: ``ShapeError`` when an image of this shape cannot be processed.
  func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape

  /// The input rows that some output rows depend on, clamped to the image.
  func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int>

  /// Why the operation needs the whole image at once, or `nil` when some rows are enough.
  var wholeImageReason: String? { get }

  /// Output rows that are computed together: bands of a multiple of it compute none twice.
  var rowGrain: Int { get }

  /// Computes output rows from a strip that holds at least ``inputRows(for:of:)``.
  func apply(to strip: Strip, rows: Range<Int>, engine: Engine) -> Strip
}

extension StripOperation {
  /// Some rows are enough.
  public var wholeImageReason: String? { nil }

  /// Each row on its own.
  public var rowGrain: Int { 1 }

  /// The operation on a whole image.
  ///
  /// - Throws: ``ShapeError`` when an image of this shape cannot be processed.
  public func callAsFunction(
    _ image: Image, engine: Engine = .preferred
  ) throws(ShapeError) -> Image {
    let shape = try outputShape(for: image.shape)
    return apply(to: image.strip, rows: 0..<shape.height, engine: engine).image
  }
}
