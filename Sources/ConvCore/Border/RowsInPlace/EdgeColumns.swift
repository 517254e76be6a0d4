/// The outputs at the left and right edges of an image, whose windows extend beyond the image.
///
/// The samples that these windows read are copied into a narrow image, a few columns wide, with the
/// borders resolved. Its rows are contiguous, so that one call of a loop, over all rows as one row
/// of length `count`, computes all outputs. Outputs that mix two rows are discarded.
struct EdgeColumns<Sample: WindowSample> {
  /// The narrow image, followed by slack that the last window may read.
  let samples: [Sample]
  /// Number of values in a row of the narrow image.
  let rowStride: Int
  /// Number of outputs that one call of the loop has to compute.
  let count: Int
  /// Number of values of an output row on the left and right edge.
  private let left: Int
  private let right: Int
  /// The offset of the right edge's outputs in a row of computed outputs.
  private let rightStart: Int
  private let rowLength: Int

  /// Copies the samples of the edge windows.
  ///
  /// - Parameters:
  ///   - geometry: The windows of the operation.
  ///   - input: The rows of the image.
  ///   - rows: The output rows.
  ///   - width: Pixels of an output row.
  ///   - border: The rule for positions outside the image.
  /// - Precondition: The stride is 1.
  init(
    _ geometry: WindowGeometry, over input: RowSource, rows: Range<Int>, width: Int,
    border: Border
  ) {
    let (channels, inside) = (input.shape.channels, input.shape.width)
    let (leadingPadding, extent) = (geometry.leadingPadding.width, geometry.extent.width)
    let left = min(leadingPadding, width)
    // The last window inside the image begins at `inside − extent`.
    let right = max(0, width - max(inside - extent + 1 + leadingPadding, left))
    // If only one edge has outputs, the other range is empty.
    let places = [0..<left, width - right..<width].filter { !$0.isEmpty }.flatMap { outputs in
      (outputs.lowerBound - leadingPadding..<outputs.upperBound - leadingPadding + extent - 1)
        .flatMap { column in
          let source = border.index(of: column, count: inside)
          return (0..<channels).map { channel in source.map { $0 * channels + channel } ?? -1 }
        }
    }
    self.left = left * channels
    self.right = right * channels
    rowLength = width * channels
    rightStart = left == 0 ? 0 : (left + extent - 1) * channels
    rowStride = places.count
    let source = geometry.virtualRows(for: rows)
    count = rows.count * rowStride
    let slack = rowStride == 0 ? 0 : (extent - 1) * channels
    var samples = [Sample](repeating: Sample(UInt8(0)), count: source.count * rowStride + slack)
    if rowStride > 0 {
      // The span checks once, for all values, that the array is uniquely referenced.
      var span = samples.mutableSpan
      var row = source.lowerBound
      while row < source.upperBound {
        // Rows outside the image are not followed by their neighbors.
        let isInside = (0..<input.shape.height).contains(row)
        row += input.pick(
          border.index(of: row, count: input.shape.height),
          limit: isInside ? source.upperBound - row : 1, places: places,
          outside: Sample(border.outsideValue), into: &span,
          at: (row - source.lowerBound) * rowStride)
      }
    }
    self.samples = samples
  }

  /// Copies the computed edge outputs of neighboring rows into some columns of output rows.
  ///
  /// - Parameters:
  ///   - outputs: The outputs of all rows.
  ///   - rows: The rows to copy, counted from the first row of the band.
  ///   - columns: The columns that the output holds.
  ///   - output: Receives the edge outputs.
  ///   - start: The index of the first column in the first row.
  ///   - stride: Number of values from one output row to the next.
  func copy<Value>(
    _ outputs: [Value], rows: Range<Int>, columns: Range<Int>, into output: inout [Value],
    at start: Int, stride: Int
  ) {
    let leftColumns = (0..<left).clamped(to: columns)
    let rightColumns = (interior.upperBound..<rowLength).clamped(to: columns)
    guard !leftColumns.isEmpty || !rightColumns.isEmpty else { return }
    // The spans check once, for all rows, that the array is uniquely referenced.
    let values = outputs.span
    var span = output.mutableSpan
    for (line, row) in rows.enumerated() {
      let (from, to) = (row * rowStride, start - columns.lowerBound + line * stride)
      let shift = from + rightStart - interior.upperBound
      for column in leftColumns { span[to + column] = values[from + column] }
      for column in rightColumns { span[to + column] = values[shift + column] }
    }
  }

  /// The ranges of used outputs within a row, for windows so wide that one call over all rows would
  /// discard most outputs; empty otherwise.
  var parts: [Range<Int>] {
    let parts = [0..<left, rightStart..<rightStart + right].filter { !$0.isEmpty }
    return left + right >= 16 && rowStride > 2 * (left + right) ? parts : []
  }

  /// The offsets of the rows under the first window.
  func rowOffsets(_ height: Int) -> [Int] { (0..<height).map { $0 * rowStride } }

  /// The range of values in an output row whose windows lie inside the image.
  var interior: Range<Int> { left..<rowLength - right }
}

extension RowSource {
  /// Copies the values at the given indices of a row and of the rows that follow it in its band.
  ///
  /// Writes `outside` for the index −1, and everywhere if the row is missing.
  ///
  /// - Returns: The number of rows, at least 1 and at most `limit`.
  fileprivate func pick<Sample: WindowSample>(
    _ row: Int?, limit: Int, places: [Int], outside: Sample,
    into output: inout MutableSpan<Sample>, at start: Int
  ) -> Int {
    guard let row, let band = band(holding: row) else {
      for i in places.indices { output[start + i] = outside }
      return 1
    }
    let rows = min(limit, band.rows.upperBound - row)
    let base = (row - band.rows.lowerBound) * shape.rowLength
    let picked = PickedPlaces(
      rows: rows, base: base, rowLength: shape.rowLength, places: places, outside: outside)
    switch band.samples {
    case .uint8(let bytes): picked.copy(bytes.span, into: &output, at: start) { Sample($0) }
    case .uint16(let words): picked.copy(words.span, into: &output, at: start) { Sample($0) }
    case .float32(let floats): picked.copy(floats.span, into: &output, at: start) { Sample($0) }
    }
    return rows
  }
}

/// Some values of each of several rows.
private struct PickedPlaces<Sample: WindowSample> {
  let rows: Int
  /// Where the first row begins.
  let base: Int
  let rowLength: Int
  /// The indices within a row; −1 stands for `outside`.
  let places: [Int]
  let outside: Sample

  @inline(__always)
  func copy<Value>(
    _ input: Span<Value>, into output: inout MutableSpan<Sample>, at start: Int,
    _ sample: (Value) -> Sample
  ) {
    let places = places.span
    for row in 0..<rows {
      let (from, to) = (base + row * rowLength, start + row * places.count)
      for i in places.indices {
        let place = places[i]
        output[to + i] = place < 0 ? outside : sample(input[from + place])
      }
    }
  }
}
