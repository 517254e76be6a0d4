internal import RowLoops

/// An erosion or a dilation: the smallest or the largest value under the cells of a window.
struct ExtremeFilter: Hashable, Sendable {
  let extreme: Extreme
  let border: Border
  let geometry: WindowGeometry
  /// The cells of the window that count.
  let cells: [WindowCell]

  /// Creates the erosion by an element, or the dilation, which looks under the mirrored element.
  init(_ extreme: Extreme, _ element: StructuringElement, border: Border) {
    self.extreme = extreme
    self.border = border
    let (held, anchor) =
      extreme == .smallest ? (element.cells, element.anchor) : element.mirrored
    geometry = WindowGeometry(window: element.size, anchor: anchor)
    cells = zip(WindowCell.all(of: element.size), held).filter(\.1).map(\.0)
  }

  /// Creates the smallest or the largest value of a whole window.
  init(_ extreme: Extreme, over geometry: WindowGeometry, border: Border) {
    self.extreme = extreme
    self.border = border
    self.geometry = geometry
    cells = WindowCell.all(of: geometry.window)
  }

  /// Whether all cells of the window count.
  var isRectangle: Bool { cells.count == geometry.window.height * geometry.window.width }

  func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: rows, of: input, border: border)
  }

  /// The type in which samples of a type are compared: floats, if the border is no such sample.
  func type(for input: SampleType) -> SampleType {
    switch input {
    case .uint8: border.isByte ? .uint8 : .float32
    case .uint16: UInt16(exactly: border.outsideValue) != nil ? .uint16 : .float32
    case .float32: .float32
    }
  }

  /// Computes output rows; an output is NaN if the window holds a NaN.
  func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let needed = inputRows(for: rows, of: input.shape)
    let withNaN = input.nonfiniteRows(in: needed, isNaN: true)
    guard !withNaN.isEmpty else {
      return applyOrdered(to: input, rows: rows, into: &sink, engine: engine)
    }
    let ordered = input.replacing(withNaN, in: needed, engine: engine) { $0.isNaN ? 0 : $0 }
    let shape = input.shape
    var window = NonfiniteWindow(
      geometry, over: input, nonfinite: withNaN, outputWidth: shape.width, border: border)
    let runs = CellRuns(cells, of: geometry.window)
    sink.takeMended(rows: rows, engine: engine) { between in
      applyOrdered(to: ordered, rows: rows, into: &between, engine: engine)
    } mend: { row, samples, start in
      for channel in 0..<shape.channels {
        let sets = window.sets(under: runs, channel: channel, outputRow: row)
        for x in sets.indices where sets[x].contains(.nan) {
          samples[start + x * shape.channels + channel] = .nan
        }
      }
    }
  }

  private func applyOrdered(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    switch type(for: input.type) {
    case .uint8: fold(UInt8.self, input, rows, &sink, engine)
    case .uint16: fold(UInt16.self, input, rows, &sink, engine)
    case .float32: fold(Float.self, input, rows, &sink, engine)
    }
  }

  private func fold<Sample: OrderedSample>(
    _: Sample.Type, _ input: RowSource, _ rows: Range<Int>, _ sink: inout RowSink,
    _ engine: Engine
  ) {
    if isRectangle {
      var extremes = RectangleExtremes<Sample>(self, over: input, rows: rows, engine: engine)
      extremes.run(rows: rows, into: &sink)
    } else {
      var extremes = ElementExtremes<Sample>(self, over: input, rows: rows, engine: engine)
      extremes.run(rows: rows, into: &sink)
    }
  }
}
