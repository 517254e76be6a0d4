internal import RowLoops
import Synchronization

/// Canny's edges (1986): ridges of the Sobel gradient, selected by two thresholds.
///
/// A ridge is an edge if it exceeds the high threshold, or if pixels above the low threshold
/// connect the ridge to such a pixel.
///
///     m = √(gx² + gy²);  a pixel is a ridge if m exceeds both neighbors across the edge
///
/// Thresholds are magnitudes in sample units of the input, at any depth. Directions are quantized
/// to four, as in OpenCV with `L2gradient`; of two equal neighbors, the left or upper one is the
/// ridge. Bytes without smoothing are processed as integers, which are exact. A pixel whose
/// gradient depends on a NaN has no gradient: the pixel is not an edge, and its magnitude counts as
/// 0.
///
/// Shape: H×W×C → H×W×1; of several channels, the one with the largest magnitude counts. Values: 0
/// and the value of an edge. The whole image is needed, because pixels may be connected over any
/// distance.
public struct CannyEdges: RowOperation {
  /// The magnitude above which a pixel may be joined to an edge.
  public let low: Double
  /// The magnitude above which a pixel is an edge.
  public let high: Double
  /// The Gaussian that smooths the image first; `nil` for no smoothing.
  public let sigma: Double?
  /// The value of an edge pixel.
  private var edge: Float
  private let smoothing: Convolution?
  private let gradient: (x: Convolution, y: Convolution)

  /// Creates the filter.
  ///
  /// - Parameters:
  ///   - low: The magnitude above which a pixel may be joined to an edge.
  ///   - high: The magnitude above which a pixel is an edge.
  ///   - sigma: The Gaussian that smooths the image first; `nil` for no smoothing.
  ///   - edge: The value that marks an edge.
  ///   - border: How positions outside the image are read.
  public init(
    low: Double, high: Double, sigma: Double? = nil, edge: Float = 255, border: Border = .replicate
  ) {
    self.low = low
    self.high = high
    self.sigma = sigma
    self.edge = edge
    smoothing = sigma.map { Convolution([.gaussian(sigma: $0)], border: border) }
    gradient = (Convolution([.sobelX], border: border), Convolution([.sobelY], border: border))
  }

  private var lowSquare: Float { Float(low) * Float(low) }

  private var highSquare: Float { Float(high) * Float(high) }

  /// The reason why the whole image is needed.
  public var wholeImageReason: String? { "Canny's hysteresis follows edges over any distance" }

  /// Returns the shape of the output, H×W×1.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    ImageShape(height: input.height, width: input.width, channels: 1)
  }

  /// Returns all rows of the input.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    0..<input.height
  }

  /// Finds the edges of the whole image and writes some rows to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    prepared(for: input, engine: engine).apply(to: input, rows: rows, into: &sink, engine: engine)
  }

  /// Finds the edges of the whole image.
  public func prepared(for input: RowSource, engine: Engine) -> any RowOperation {
    var map = ridges(of: input, engine)
    map.finish()
    return FoundEdges(map: map, edge: edge)
  }

  /// Returns the filter that marks edges with the full brightness of the image.
  public func adapted(toBrightness brightness: Float) -> any RowOperation {
    var adapted = self
    adapted.edge = brightness
    return adapted
  }

  /// Finds the ridges of all rows, in stripes that the available threads share.
  private func ridges(of input: RowSource, _ engine: Engine) -> EdgeMap {
    let (height, width) = (input.shape.height, input.shape.width)
    // Stripes are small enough that all threads get some. For several channels, or if a sample is
    // not finite, the floats of a stripe fit the cache.
    let isStreamed = input.shape.channels == 1 || (smoothing == nil && input.type == .uint8)
    let share = height / (4 * max(engine.wholeImageThreads, 1))
    let stripe = max(8, min((isStreamed ? 600_000 : 150_000) / max(width, 1), max(share, 32)))
    let count = (height + stripe - 1) / stripe
    let stripes = Mutex(Stripes(map: EdgeMap(width: width, height: height)))
    engine.concurrently(count, threads: engine.wholeImageThreads) { index in
      let rows = index * stripe..<min((index + 1) * stripe, height)
      let part = EdgeMap.connected(ridges(of: input, rows: rows, engine), width: width)
      stripes.withLock { $0.add(part, at: index) }
    }
    return stripes.withLock { $0.finish() }
  }

  /// Stripes of an image, joined in order while later stripes are still being computed.
  private struct Stripes {
    private var map: EdgeMap
    private var joined = 0
    private var waiting: [Int: EdgeMap.Rows] = [:]

    init(map: EdgeMap) { self.map = map }

    /// Returns the map and gives up the own copy, so that the caller can change it without copying.
    mutating func finish() -> EdgeMap {
      defer { map = EdgeMap(width: 0, height: 0) }
      return map
    }

    mutating func add(_ part: EdgeMap.Rows, at index: Int) {
      waiting[index] = part
      while let next = waiting.removeValue(forKey: joined) {
        map.append(next)
        joined += 1
      }
    }
  }

  private func ridges(of input: RowSource, rows: Range<Int>, _ engine: Engine) -> EdgeMap.Rows {
    let shape = input.shape
    let rowStride = EdgeMap.rowStride(width: shape.width)
    if smoothing == nil,
      let pass = SobelRidges(
        input, border: gradient.x.border, low: lowSquare, high: highSquare, engine: engine)
    {
      return pass.marks(in: rows, rowStride: rowStride)
    }
    // The comparison with neighbors needs one more row of strengths above and below.
    let reached = max(rows.lowerBound - 1, 0)..<min(rows.upperBound + 1, shape.height)
    let read = gradient.x.inputRows(for: reached, of: shape)
    if shape.channels == 1, input.nonfiniteRows(in: smoothedRows(read, of: shape)).isEmpty {
      return streamedRidges(of: input, rows: rows, reading: read, engine)
    }
    var source = input
    if let smoothing {
      // Means of integers are finite.
      source = smoothed(
        smoothing, input, rows: read, isFinite: input.type != .float32, engine)
    }
    var x = floats(gradient.x, source, rows: reached, engine)
    var y = floats(gradient.y, source, rows: reached, engine)
    let unknown = unknownPixels(x, y, of: source, rows: reached)
    if shape.channels > 1 { (x, y) = strongest(x, y, channels: shape.channels) }
    let field = GradientField(
      x: x, y: y, unknown: unknown, rows: reached, width: shape.width, engine: engine)
    return field.ridges(in: rows, rowStride: rowStride, low: lowSquare, high: highSquare)
  }

  /// The input rows that rows of the smoothed image depend on.
  private func smoothedRows(_ rows: Range<Int>, of shape: ImageShape) -> Range<Int> {
    smoothing?.inputRows(for: rows, of: shape) ?? rows
  }

  /// Finds the ridges of one channel of finite samples.
  ///
  /// Rows are smoothed, or converted to floats, a few at a time, so that they are still in the
  /// cache when their gradient is computed.
  private func streamedRidges(
    of input: RowSource, rows: Range<Int>, reading read: Range<Int>, _ engine: Engine
  ) -> EdgeMap.Rows {
    let shape = input.shape
    let count = max(8, 150_000 / max(shape.width, 1))
    var (block, blockRows) = (input, 0..<0)
    var pass = FloatSobelRidges(
      shape, border: gradient.x.border, low: lowSquare, high: highSquare, engine: engine)
    return pass.marks(in: rows, rowStride: EdgeMap.rowStride(width: shape.width)) { row in
      guard let smoothing else { return input }
      if !blockRows.contains(row) {
        blockRows = row..<min(row + count, max(read.upperBound, row + 1))
        block = smoothed(smoothing, input, rows: blockRows, isFinite: true, engine)
      }
      return block
    }
  }

  /// Returns some rows of the smoothed image.
  private func smoothed(
    _ smoothing: Convolution, _ input: RowSource, rows: Range<Int>, isFinite: Bool,
    _ engine: Engine
  ) -> RowSource {
    let samples = SampleBuffer.float32(floats(smoothing, input, rows: rows, engine))
    let band = RowBand(rows: rows, samples: samples, isFinite: isFinite)
    return RowSource(shape: input.shape, bands: [band])
  }

  private func floats(
    _ operation: Convolution, _ input: RowSource, rows: Range<Int>, _ engine: Engine
  ) -> [Float] {
    operation.rows(rows, of: input, engine: engine).samples
  }

  /// Finds the pixels whose 3×3 neighborhood holds a NaN in any channel: they have no gradient.
  private func unknownPixels(
    _ x: [Float], _ y: [Float], of source: RowSource, rows: Range<Int>
  ) -> [Int] {
    let needed = gradient.x.inputRows(for: rows, of: source.shape)
    guard !source.nonfiniteRows(in: needed).isEmpty else { return [] }
    let (channels, length) = (source.shape.channels, source.shape.rowLength)
    return rows.flatMap { row in
      let own = source.floats(ofRow: row)
      let start = (row - rows.lowerBound) * length
      return (0..<length).compactMap { place -> Int? in
        let index = start + place
        let isKnown = !x[index].isNaN && !y[index].isNaN && !own[place].isNaN
        return isKnown ? nil : index / channels
      }
    }
  }

  /// Selects, for each pixel, the gradient of the channel with the largest magnitude.
  private func strongest(
    _ x: [Float], _ y: [Float], channels: Int
  ) -> (x: [Float], y: [Float]) {
    var (bestX, bestY): ([Float], [Float]) = ([], [])
    for pixel in 0..<x.count / channels {
      var best = pixel * channels
      for index in best + 1..<best + channels
      where x[index] * x[index] + y[index] * y[index] > x[best] * x[best] + y[best] * y[best] {
        best = index
      }
      bestX.append(x[best])
      bestY.append(y[best])
    }
    return (bestX, bestY)
  }
}

/// The edges of one image, from which any rows can be written.
private struct FoundEdges: RowOperation {
  let map: EdgeMap
  let edge: Float

  func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    ImageShape(height: input.height, width: input.width, channels: 1)
  }

  func apply(to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine) {
    let width = input.shape.width
    var bytes = [UInt8](repeating: 0, count: edge == 255 ? 0 : width)
    for row in rows {
      if edge == 255 {
        sink.takeBytes(engine: engine) { write(row, into: &$0, at: $1, engine) }
      } else {
        write(row, into: &bytes, at: 0, engine)
        sink.take(rows: 1, engine: engine) { [bytes] samples, at in
          var span = samples.mutableSpan
          engine.loops.widen(bytes.span, from: 0, into: &span, at: at, count: width)
          engine.loops.scale(&span, at: at, count: width, scale: edge / 255, bias: 0)
        }
      }
    }
  }
}

extension FoundEdges {
  /// Writes a row of 0 and 255.
  private func write(_ row: Int, into bytes: inout [UInt8], at start: Int, _ engine: Engine) {
    var span = bytes.mutableSpan
    engine.loops.mask(
      map.strong.span, from: map.offset(of: row), into: &span, at: start, count: map.width)
  }
}

/// The gradient of some rows and its strength, which is 0 around the image.
private struct GradientField {
  let x: [Float]
  let y: [Float]
  let rows: Range<Int>
  let width: Int
  let engine: Engine
  /// Squared magnitudes, with one more row above and below and one more column left and right.
  private var strengths: [Float]

  /// Computes the strengths.
  ///
  /// - Parameters:
  ///   - x: The derivatives along the rows, `width` values for each of `rows`.
  ///   - y: The derivatives down the columns, in the same order.
  ///   - unknown: Pixels without a gradient, whose strength is 0.
  ///   - rows: The rows of the image that `x` and `y` hold.
  ///   - width: Pixels of a row.
  ///   - engine: The build of the loops.
  init(
    x: [Float], y: [Float], unknown: [Int], rows: Range<Int>, width: Int, engine: Engine
  ) {
    self.x = x
    self.y = y
    self.rows = rows
    self.width = width
    self.engine = engine
    strengths = [Float](repeating: 0, count: (rows.count + 2) * (width + 2))
    precondition(x.count == rows.count * width && y.count == x.count)
    for row in rows {
      let start = offset(of: row)
      var span = strengths.mutableSpan
      engine.loops.sumOfSquares(
        x.span, y.span, from: (row - rows.lowerBound) * width, into: &span, at: start, count: width)
    }
    for pixel in unknown {
      strengths[offset(of: rows.lowerBound + pixel / width) + pixel % width] = 0
    }
  }

  private func offset(of row: Int) -> Int { (row - rows.lowerBound + 1) * (width + 2) + 1 }

  func ridges(in wanted: Range<Int>, rowStride: Int, low: Float, high: Float) -> EdgeMap.Rows {
    var weak = [UInt64](repeating: 0, count: wanted.count * rowStride)
    var strong = weak
    for row in wanted {
      let around = [offset(of: row - 1), offset(of: row), offset(of: row + 1)]
      var weakSpan = weak.mutableSpan
      var strongSpan = strong.mutableSpan
      engine.loops.ridges(
        x.span, y.span, from: (row - rows.lowerBound) * width, strengths: strengths.span,
        rows: around.span, low: low, high: high, into: &weakSpan, &strongSpan,
        at: (row - wanted.lowerBound) * rowStride, count: width)
    }
    return (weak, strong)
  }
}
