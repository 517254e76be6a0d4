import ConvCore
import RowLoops

extension ImageRows {
  /// The number of pixels in the rows.
  var pixelCount: Int { rows.count * shape.width }

  /// The samples as one plane per channel, plane after plane.
  func planes(_ engine: Engine) -> [Float] {
    var planes = [Float](repeating: 0, count: samples.count)
    var span = planes.mutableSpan
    engine.loops.deinterleave(
      samples.span, from: 0, group: 1, period: shape.channels, into: &span, at: 0,
      phaseStride: pixelCount, count: samples.count)
    return planes
  }

  /// Creates rows from one plane per channel.
  init(planes: [Float], shape: ImageShape, rows: Range<Int>, _ engine: Engine) {
    let count = rows.count * shape.width
    precondition(planes.count == count * shape.channels)
    var samples = [Float](repeating: 0, count: planes.count)
    var span = samples.mutableSpan
    engine.loops.interleave(
      planes.span, from: 0, planes: shape.channels, planeStride: count, into: &span, at: 0,
      count: count)
    self.init(shape: shape, rows: rows, samples: samples)
  }

  /// Separates the color channels from the last channel.
  func separatingAlpha(_ engine: Engine) -> (color: ImageRows, alpha: ImageRows) {
    let planes = planes(engine)
    let split = pixelCount * (shape.channels - 1)
    var (color, alpha) = (shape, shape)
    color.channels -= 1
    alpha.channels = 1
    return (
      ImageRows(planes: Array(planes[..<split]), shape: color, rows: rows, engine),
      ImageRows(shape: alpha, rows: rows, samples: Array(planes[split...]))
    )
  }

  /// Appends alpha as the last channel.
  func joined(alpha: ImageRows, _ engine: Engine) -> ImageRows {
    var joined = shape
    joined.channels += 1
    return ImageRows(
      planes: planes(engine) + alpha.samples, shape: joined, rows: rows, engine)
  }
}

extension RowSource {
  /// Returns some rows as floats.
  func strip(of rows: Range<Int>, _ engine: Engine) -> ImageRows {
    ImageRows(shape: shape, rows: rows, samples: floats(of: rows, engine))
  }
}
