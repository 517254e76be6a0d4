internal import RowLoops

/// Values of one rank, such as medians, of bytes from column histograms that move down with the window.
///
/// Cost: 8 to 16 ns per value on one core for every side, apart from the first row of a band.
/// Columns are processed some hundred at a time, so that their histograms fit the cache.
struct HistogramMedian {
  private let side: Int
  private let rank: Int
  private let channels: Int
  private let leadingPadding: Int
  private let rows: SampleRows<UInt8>
  private let columns: BorderColumns
  private let outside: UInt8
  private let engine: Engine

  /// Whether the counts of a window, and their differences from a rank, fit 16 bits.
  static func fits(side: Int, isMedian: Bool) -> Bool { side <= (isMedian ? 255 : 181) }

  /// Number of values of a row that are computed together.
  private static let strip = 512
  private static let histogram = 17 * 16

  init(
    _ geometry: WindowGeometry, rank: Int, over input: RowSource, border: Border, engine: Engine
  ) {
    self.rank = rank
    side = geometry.window.height
    channels = input.shape.channels
    leadingPadding = geometry.leadingPadding.height
    rows = SampleRows(input, border: border)
    columns = BorderColumns(geometry, over: input.shape, width: input.shape.width, border: border)
    outside = UInt8(border.outsideValue)
    self.engine = engine
  }

  func run(rows wanted: Range<Int>, into sink: inout RowSink) {
    let length = columns.length - (side - 1) * channels
    let sources = columns.sources
    var medians = [UInt8](repeating: 0, count: wanted.count * length)
    for first in stride(from: 0, to: length, by: HistogramMedian.strip) {
      let places = first..<min(first + HistogramMedian.strip, length)
      fill(places, of: sources, rows: wanted, rowLength: length, into: &medians)
    }
    for row in 0..<wanted.count {
      sink.takeBytes(engine: engine) { bytes, at in
        var span = bytes.mutableSpan
        engine.loops.copy(medians.span, from: row * length, into: &span, at: at, count: length)
      }
    }
  }

  /// Computes the medians of a range of columns for all rows.
  private func fill(
    _ places: Range<Int>, of sources: [Int], rows wanted: Range<Int>, rowLength: Int,
    into medians: inout [UInt8]
  ) {
    let count = places.count + (side - 1) * channels
    var histograms = [UInt16](repeating: 0, count: count * HistogramMedian.histogram)
    let (loops, first) = (engine.loops, places.lowerBound)
    precondition(first + count <= sources.count)
    for y in wanted {
      let top = y - leadingPadding
      if y == wanted.lowerBound {
        for row in top..<top + side {
          let (bytes, start) = checked(rows.row(row))
          var span = histograms.mutableSpan
          loops.countRow(
            &span, bytes.span, from: start, sources: sources.span, from: first, outside: outside,
            count: count)
        }
      } else {
        let (entering, new) = checked(rows.row(top + side - 1))
        let (leaving, old) = checked(rows.row(top - 1))
        var span = histograms.mutableSpan
        loops.slideRow(
          &span, entering: entering.span, from: new, leaving: leaving.span, from: old,
          sources: sources.span, from: first, outside: outside, count: count)
      }
      var output = medians.mutableSpan
      loops.columnMedians(
        histograms.span, side: side, rank: rank, step: channels, into: &output,
        at: (y - wanted.lowerBound) * rowLength + first, count: places.count)
    }
  }

  /// Returns a row after checking that all of its values can be read.
  private func checked(
    _ row: (samples: [UInt8], start: Int)
  ) -> (bytes: [UInt8], start: Int) {
    let length = columns.length - (side - 1) * channels
    precondition(row.start >= 0 && row.start + length <= row.samples.count)
    return (row.samples, row.start)
  }
}
