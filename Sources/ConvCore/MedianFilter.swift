import RowLoops

/// The median of the window around each pixel, for each channel on its own.
///
///     y[m, n] = median of x[m + i, n + j] over |i|, |j| ≤ (side − 1) / 2
///
/// Shape: unchanged. Removes specks without blurring edges; not a convolution (Tukey, 1977).
public struct MedianFilter: SampleOperation, Hashable {
  let geometry: WindowGeometry
  /// How positions outside the image are read.
  public let border: Border

  /// Creates a median over `side` × `side` pixels.
  ///
  /// - Precondition: `side` is odd.
  public init(side: Int, border: Border = .replicate) {
    precondition(side > 0 && side % 2 == 1, "a median of side \(side)")
    let middle = (side - 1) / 2
    geometry = WindowGeometry(window: Size2D(side), anchor: Kernel.Anchor(y: middle, x: middle))
    self.border = border
  }

  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  public var wholeImageReason: String? { border.wholeImageReason }

  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: rows, of: input, border: border)
  }

  public func apply(
    to input: SampleRows, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    if input.type == .uint8 && border.isByte && sink.takesBytes && [3, 5].contains(side) {
      return sortBytes(input, rows: rows, into: &sink, engine: engine)
    }
    let length = input.shape.rowLength
    var window = SlidingWindow(
      geometry, cells: WindowCell.all(of: geometry.window), over: input, outputRows: rows,
      outputWidth: input.shape.width, border: border, splitsChannels: false, engine: engine)
    for y in rows {
      window.move(to: y)
      precondition(window.offsets.allSatisfy { $0 >= 0 && $0 + length <= window.rows.count })
      sink.take(rows: 1, engine: engine) { samples, at in
        var span = samples.mutableSpan
        engine.loops.fold(
          .median, window.rows.span, from: 0, offsets: window.offsets.span, into: &span, at: at,
          count: length)
      }
    }
  }

  private var side: Int { geometry.window.height }

  /// Bytes in, bytes out, by a sorting network.
  private func sortBytes(
    _ input: SampleRows, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let (length, step) = (input.shape.rowLength, input.shape.channels)
    let layout = geometry.paddedRow(
      for: input.shape, outputWidth: input.shape.width, border: border, splitsChannels: false)
    let loader = RowLoader(input: input, border: border, layout: layout, engine: engine)
    var ring = RowRing<UInt8>(
      capacity: side, rowLength: layout.length,
      firstRow: geometry.virtualRows(for: rows).lowerBound, zero: 0)
    for y in rows {
      let top = y - geometry.lead.height
      ring.advance(to: top + side - 1) { row, rows, start in
        loader.load(row, into: &rows, at: start)
      }
      let places = (0..<side).map { ring.offset(of: top + $0) }
      let reach = length + (side - 1) * step
      precondition(places.allSatisfy { $0 >= 0 && $0 + reach <= ring.rows.count })
      sink.takeBytes(engine: engine) { bytes, at in
        var span = bytes.mutableSpan
        engine.loops.median(
          ring.rows.span, rows: places.span, step: step, into: &span, at: at, count: length)
      }
    }
  }
}
