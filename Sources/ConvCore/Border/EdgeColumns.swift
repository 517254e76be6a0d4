/// The outputs at the left and right of an image whose windows reach beyond it.
///
/// What their windows read is laid out as a picture of its own, a few columns wide, borders
/// resolved. Its rows follow one another without a gap, so that one run of a loop, with a row
/// being `rowStride` values, answers for all rows at once; what runs over the ends is not used.
struct EdgeColumns<Sample: WindowSample> {
  /// The narrow picture, and room behind it for the last window to run into.
  let samples: [Sample]
  /// Values of one of its rows.
  let rowStride: Int
  /// Outputs that a run has to give.
  let count: Int
  /// Values of an output row that either side answers for.
  private let left: Int
  private let right: Int
  /// Where the right side's outputs begin in a row of the answers.
  private let rightStart: Int
  private let rowLength: Int

  /// - Parameters:
  ///   - rows: The output rows.
  ///   - width: Pixels of an output row.
  /// - Precondition: The stride is 1.
  init(
    _ geometry: WindowGeometry, over input: RowSource, rows: Range<Int>, width: Int,
    border: Border
  ) {
    let (channels, inside) = (input.shape.channels, input.shape.width)
    let (leadingPadding, extent) = (geometry.leadingPadding.width, geometry.extent.width)
    let left = min(leadingPadding, width)
    // The last window that lies inside begins at `inside − extent`.
    let right = max(0, width - max(inside - extent + 1 + leadingPadding, left))
    // With outputs on one side alone the other side is empty.
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
      // One look at who owns the array for all of its values.
      var span = samples.mutableSpan
      for (index, row) in source.enumerated() {
        input.pick(
          border.index(of: row, count: input.shape.height), places: places,
          outside: Sample(border.outsideValue), into: &span, at: index * rowStride)
      }
    }
    self.samples = samples
  }

  /// Copies what one row's answers of a run have for some columns of an output row.
  func copy<Value>(
    _ outputs: [Value], row: Int, columns: Range<Int>, into output: inout [Value], at start: Int
  ) {
    let (from, to) = (row * rowStride, start - columns.lowerBound)
    let shift = from + rightStart - interior.upperBound
    var span = output.mutableSpan
    for column in (0..<left).clamped(to: columns) { span[to + column] = outputs[from + column] }
    for column in (interior.upperBound..<rowLength).clamped(to: columns) {
      span[to + column] = outputs[shift + column]
    }
  }

  /// The outputs of a row and where they begin, side by side, for windows so wide that most of what
  /// a run over all rows gives would not be used; empty for others.
  var parts: [Range<Int>] {
    let parts = [0..<left, rightStart..<rightStart + right].filter { !$0.isEmpty }
    return left + right >= 16 && rowStride > 2 * (left + right) ? parts : []
  }

  /// Where the rows of a run's first window begin.
  func rowOffsets(_ height: Int) -> [Int] { (0..<height).map { $0 * rowStride } }

  /// The values of an output row whose windows lie inside the image.
  var interior: Range<Int> { left..<rowLength - right }
}

extension RowSource {
  /// Copies some values of one row, by their places in it; what lies outside stands for −1, and
  /// for a row that is not there.
  fileprivate func pick<Sample: WindowSample>(
    _ row: Int?, places: [Int], outside: Sample,
    into output: inout MutableSpan<Sample>, at start: Int
  ) {
    guard let row, let band = band(holding: row) else {
      for i in places.indices { output[start + i] = outside }
      return
    }
    let base = (row - band.rows.lowerBound) * shape.rowLength
    switch band.samples {
    case .uint8(let bytes):
      for (i, place) in places.enumerated() {
        output[start + i] = place < 0 ? outside : Sample(bytes[base + place])
      }
    case .uint16(let words):
      for (i, place) in places.enumerated() {
        output[start + i] = place < 0 ? outside : Sample(words[base + place])
      }
    case .float32(let floats):
      for (i, place) in places.enumerated() {
        output[start + i] = place < 0 ? outside : Sample(floats[base + place])
      }
    }
  }
}
