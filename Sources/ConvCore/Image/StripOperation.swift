/// An operation whose output rows each depend on a few input rows, so that images can be streamed.
public protocol StripOperation: Sendable {
  /// Returns the shape of the output.
  ///
  /// - Throws: ``ShapeError`` if an image of this shape cannot be processed.
  func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape

  /// Returns the input rows that some output rows depend on, clamped to the image.
  func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int>

  /// The reason why the operation needs the whole image at once, or `nil` if some rows are enough.
  var wholeImageReason: String? { get }

  /// Number of output rows that are computed together.
  ///
  /// Bands whose height is a multiple of `rowGrain` compute no row twice.
  var rowGrain: Int { get }

  /// Computes output rows from rows that include at least ``inputRows(for:of:)``.
  func apply(to strip: ImageRows, rows: Range<Int>, engine: Engine) -> ImageRows
}

extension StripOperation {
  /// The default, `nil`: some rows are enough.
  public var wholeImageReason: String? { nil }

  /// The default, 1: each row is computed on its own.
  public var rowGrain: Int { 1 }

  /// Applies the operation to a whole image.
  ///
  /// - Throws: ``ShapeError`` if an image of this shape cannot be processed.
  public func callAsFunction(
    _ image: Image, engine: Engine = .preferred
  ) throws(ShapeError) -> Image {
    let shape = try outputShape(for: image.shape)
    return apply(to: image.strip, rows: 0..<shape.height, engine: engine).image
  }
}
