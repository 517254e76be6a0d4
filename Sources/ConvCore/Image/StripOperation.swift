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
  func apply(to strip: ImageRows, rows: Range<Int>, engine: Engine) -> ImageRows
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
