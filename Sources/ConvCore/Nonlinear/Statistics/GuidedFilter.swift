/// An edge-preserving mean: in each window a linear function of the picture itself (He, Sun and
/// Tang, 2013).
///
///     a = s² / (s² + ε),  b = (1 − a) m          of each N×N window with mean m and variance s²
///     y = ā x + b̄                                ā and b̄ are means over the N×N window
///
/// Where the variance is small against ε, the output is the mean; where it is large, the picture
/// stays. ε is in squared sample units. The picture guides itself, each channel on its own. Outside
/// the image, the coefficients follow the border as the picture does; a constant border is a flat
/// field, of a = 0. Shape: unchanged. The output is NaN where a window of a window holds a NaN.
public struct GuidedFilter: RowOperation, Hashable {
  /// The side N of the windows, in pixels.
  public let side: Int
  /// The regularization ε, in squared sample units.
  public let epsilon: Double
  /// The border rule for positions outside the image.
  public let border: Border

  /// Creates a guided filter.
  ///
  /// - Precondition: `side` is at least 1 and `epsilon` is positive.
  public init(side: Int, epsilon: Double, border: Border = .replicate) {
    precondition(side > 0 && epsilon > 0, "side \(side), epsilon \(epsilon)")
    self.side = side
    self.epsilon = epsilon
    self.border = border
  }

  private var geometry: WindowGeometry { WindowMoments.geometry(side: side) }

  /// Returns the shape of the input, which the filter does not change.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  /// The reason why the whole image is needed, or `nil`.
  public var wholeImageReason: String? { border.wholeImageReason }

  /// Returns the input rows that some output rows depend on, clamped to the image.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    let between = geometry.inputRows(for: rows, of: input, border: border)
    let first = geometry.inputRows(for: between, of: input, border: border)
    return min(first.lowerBound, rows.lowerBound)..<max(first.upperBound, rows.upperBound)
  }

  /// Computes output rows and writes them to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let shape = input.shape
    let between = geometry.inputRows(for: rows, of: shape, border: border)
    let (factors, offsets) = coefficients(of: input, rows: between, engine)
    let means = [factors, offsets].map { ImageRows(shape: shape, rows: between, samples: $0) }
    let borders: [Border] =
      switch border {
      case .zero, .constant: [.zero, border]
      default: [border, border]
      }
    let smooth = zip(means, borders).map { rowsBetween, border in
      Convolution([.box(side: side)], border: border)
        .rows(rows, of: RowSource(rowsBetween), engine: engine).samples
    }
    for row in rows {
      let start = (row - rows.lowerBound) * shape.rowLength
      sink.take(rows: 1, engine: engine) { samples, at in
        input.copy(row, into: &samples, at: at, engine: engine)
        for index in 0..<shape.rowLength {
          samples[at + index] =
            smooth[0][start + index] * samples[at + index] + smooth[1][start + index]
        }
      }
    }
  }

  /// Computes a and b of the windows of some rows.
  private func coefficients(
    of input: RowSource, rows: Range<Int>, _ engine: Engine
  ) -> (factors: [Float], offsets: [Float]) {
    let length = input.shape.rowLength
    var factors = [Float](repeating: 0, count: rows.count * length)
    var offsets = factors
    let needed = geometry.inputRows(for: rows, of: input.shape, border: border)
    let nonfinite = input.nonfiniteRows(in: needed)
    let finite =
      nonfinite.isEmpty
      ? input : input.replacing(nonfinite, in: needed, engine: engine) { _ in 0 }
    var moments = WindowMoments(
      side: side, over: finite, rows: rows, border: border, engine: engine)
    var window = NonfiniteWindow(
      geometry, over: input, nonfinite: nonfinite, outputWidth: input.shape.width, border: border)
    let cells = CellRuns(all: geometry.window)
    for row in rows {
      moments.move(to: row)
      let start = (row - rows.lowerBound) * length
      for index in 0..<length {
        let variance = moments.variances[index]
        let factor = variance / (variance + epsilon)
        factors[start + index] = Float(factor)
        offsets[start + index] = Float((1 - factor) * moments.means[index])
      }
      for channel in 0..<(nonfinite.isEmpty ? 0 : input.shape.channels) {
        let sets = window.sets(under: cells, channel: channel, outputRow: row)
        for x in sets.indices where !sets[x].isEmpty {
          factors[start + x * input.shape.channels + channel] = .nan
          offsets[start + x * input.shape.channels + channel] = .nan
        }
      }
    }
    return (factors, offsets)
  }
}
