internal import RowLoops

/// Gray morphology: the smallest and the largest values under an element, and what follows from
/// them, for each channel on its own.
///
///     erosion   (x ⊖ b)[m, n] = min over (i, j) in b of x[m + i, n + j]
///     dilation  (x ⊕ b)[m, n] = max over (i, j) in b of x[m − i, n − j]
///     opening   (x ⊖ b) ⊕ b          closing   (x ⊕ b) ⊖ b
///     top hat   x − opening          black hat   closing − x
///     gradient  x ⊕ b − x ⊖ b
///
/// Offsets count from the anchor of the ``StructuringElement``. A dilation looks under the mirrored
/// element, as in the textbooks (Serra, 1982) and in SciPy, so that an opening is never above the
/// picture. Shape: unchanged. The output is NaN where a cell of the element lies on a NaN. Under a
/// square with border `replicate`, pixels outside do not count.
///
/// Cost: for rectangles, some operations a value for every size; for other elements at most two
/// operations for each run of cells in a row of the element.
public struct MorphologyFilter: RowOperation, Hashable {
  /// What is computed.
  public enum Operation: String, Hashable, Sendable, CaseIterable {
    case erosion, dilation, opening, closing, tophat, blackhat
    /// The dilation minus the erosion.
    case gradient = "morphological-gradient"
  }

  /// What is computed.
  public let operation: Operation
  /// The window.
  public let element: StructuringElement
  /// The border rule for positions outside the image.
  public let border: Border
  private let erosion: ExtremeFilter
  private let dilation: ExtremeFilter

  /// Creates a filter.
  public init(_ operation: Operation, _ element: StructuringElement, border: Border = .replicate) {
    self.operation = operation
    self.element = element
    self.border = border
    erosion = ExtremeFilter(.smallest, element, border: border)
    dilation = ExtremeFilter(.largest, element, border: border)
  }

  /// Whether the output is a difference of two pictures, not a picture.
  public var isDifference: Bool { [.tophat, .blackhat, .gradient].contains(operation) }

  /// Returns the shape of the input, which the filter does not change.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  /// The reason why the whole image is needed, or `nil`.
  public var wholeImageReason: String? { border.wholeImageReason }

  /// The height of a tall rectangle, whose blocks are then never cut.
  public var rowGrain: Int {
    let height = element.size.height
    return element.isRectangle && (8...255).contains(height) ? height : 1
  }

  /// Returns the input rows that some output rows depend on, clamped to the image.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    switch operation {
    case .erosion: return erosion.inputRows(for: rows, of: input)
    case .dilation: return dilation.inputRows(for: rows, of: input)
    case .gradient:
      return rows.joined(erosion.inputRows(for: rows, of: input))
        .joined(dilation.inputRows(for: rows, of: input))
    case .opening, .tophat:
      return rows.joined(
        erosion.inputRows(for: dilation.inputRows(for: rows, of: input), of: input))
    case .closing, .blackhat:
      return rows.joined(
        dilation.inputRows(for: erosion.inputRows(for: rows, of: input), of: input))
    }
  }

  /// Computes output rows and writes them to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    switch operation {
    case .erosion: erosion.apply(to: input, rows: rows, into: &sink, engine: engine)
    case .dilation: dilation.apply(to: input, rows: rows, into: &sink, engine: engine)
    case .opening:
      let between = kept(erosion, dilation.inputRows(for: rows, of: input.shape), input, engine)
      dilation.apply(to: between, rows: rows, into: &sink, engine: engine)
    case .closing:
      let between = kept(dilation, erosion.inputRows(for: rows, of: input.shape), input, engine)
      erosion.apply(to: between, rows: rows, into: &sink, engine: engine)
    case .tophat:
      let between = kept(erosion, dilation.inputRows(for: rows, of: input.shape), input, engine)
      sink.take(input, minus: kept(dilation, rows, between, engine), rows: rows, engine: engine)
    case .blackhat:
      let between = kept(dilation, erosion.inputRows(for: rows, of: input.shape), input, engine)
      let closing = kept(erosion, rows, between, engine)
      sink.take(closing, minus: input, rows: rows, engine: engine)
    case .gradient:
      sink.take(
        kept(dilation, rows, input, engine), minus: kept(erosion, rows, input, engine),
        rows: rows, engine: engine)
    }
  }

  /// Computes rows in the type of the input.
  private func kept(
    _ filter: ExtremeFilter, _ rows: Range<Int>, _ input: RowSource, _ engine: Engine
  ) -> RowSource {
    let target: RowSink.Target =
      switch filter.type(for: input.type) {
      case .uint8: .uint8
      case .uint16: .uint16
      case .float32: .float32
      }
    var sink = RowSink(target, rowLength: input.shape.rowLength, rows: rows.count)
    filter.apply(to: input, rows: rows, into: &sink, engine: engine)
    guard let samples = sink.takeSamples() else { preconditionFailure("samples of no file") }
    let needed = filter.inputRows(for: rows, of: input.shape)
    let isFinite = input.nonfiniteRows(in: needed).isEmpty
    return RowSource(
      shape: input.shape, bands: [RowBand(rows: rows, samples: samples, isFinite: isFinite)])
  }
}

extension Range<Int> {
  /// The smallest range that holds both ranges.
  fileprivate func joined(_ other: Range<Int>) -> Range<Int> {
    if isEmpty { return other }
    if other.isEmpty { return self }
    return Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }
}
