/// An operation whose output rows each depend on a few input rows, so that images can be streamed.
///
/// Every filter of the command line is such an operation, and a type of another package can be one.
/// Rows come from a ``RowSource`` in the sample type of the file, and go to a ``RowSink``, which
/// scales and rounds them while they are still in the cache.
public protocol RowOperation: Sendable {
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

  /// Computes output rows, in order, from rows that include at least ``inputRows(for:of:)``.
  ///
  /// The sink takes exactly `rows.count` rows of the output's width times its channels. The output
  /// of a row must not depend on the other rows of the call.
  func apply(to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine)

  /// Does work that depends on the whole image once, before rows are requested.
  ///
  /// The source holds all rows of the image. The work uses ``Engine/wholeImageThreads``.
  func prepared(for input: RowSource, engine: Engine) -> any RowOperation

  /// Returns the operation for images whose full brightness has this value, such as 255 or 1.
  func adapted(toBrightness brightness: Float) -> any RowOperation
}

extension RowOperation {
  /// The default: an output row depends on the input row of the same number.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> { rows }

  /// The default, `nil`: some rows are enough.
  public var wholeImageReason: String? { nil }

  /// The default, 1: each row is computed on its own.
  public var rowGrain: Int { 1 }

  /// The default, `self`: most operations have no work that depends on the whole image.
  public func prepared(for input: RowSource, engine: Engine) -> any RowOperation { self }

  /// The default, `self`: most operations give responses in the unit of the input.
  public func adapted(toBrightness brightness: Float) -> any RowOperation { self }

  /// Applies the operation to a whole image.
  ///
  /// - Parameters:
  ///   - image: The image.
  ///   - engine: The build of the loops.
  ///   - threads: Number of threads; the result does not depend on it.
  /// - Returns: The output as floats, in the shape that ``outputShape(for:)`` gives.
  /// - Throws: ``ShapeError`` if an image of this shape cannot be processed.
  public func callAsFunction(
    _ image: Image, engine: Engine = .preferred, threads: Int = 1
  ) throws(ShapeError) -> Image {
    let shape = try outputShape(for: image.shape)
    let input = RowSource(image.strip)
    guard threads > 1 else {
      return rows(0..<shape.height, of: input, engine: engine).image
    }
    let output = BandedOutput(
      .float32, shape: shape, bandRows: bandRows(shape, over: image.shape, threads))
    run(on: input, into: output, engine: engine, threads: threads)
    return Image(shape: shape, samples: output.floats)
  }

  /// The height of bands that several threads share, in whole multiples of ``rowGrain``.
  ///
  /// Each thread gets four bands, or fewer if these were lower than twice the window: neighboring
  /// bands read the rows of a window twice.
  private func bandRows(_ shape: ImageShape, over input: ImageShape, _ threads: Int) -> Int {
    let window = wholeImageReason == nil ? inputRows(for: 0..<1, of: input).count : 0
    let rows = max(
      16, shape.height / (4 * threads), min(2 * window, shape.height / threads))
    return (rows + rowGrain - 1) / rowGrain * rowGrain
  }

  /// Computes output rows as floats.
  ///
  /// - Precondition: The operation accepts the shape of the input, and the input holds at least
  ///   ``inputRows(for:of:)``.
  package func rows(_ rows: Range<Int>, of input: RowSource, engine: Engine) -> ImageRows {
    guard let shape = try? outputShape(for: input.shape) else {
      preconditionFailure("an operation on \(input.shape), which it does not allow")
    }
    let size = RowSink.byteCount(.float32, samples: rows.count * shape.rowLength)
    var sink = RowSink(
      .float32, rowLength: shape.rowLength, rows: rows.count,
      exceedsCache: size > RowSink.cacheSize)
    apply(to: input, rows: rows, into: &sink, engine: engine)
    sink.finishStores(engine)
    return ImageRows(shape: shape, rows: rows, samples: sink.takeFloats())
  }
}
