/// Pooling over one window that covers the whole image: H×W×C → 1×1×C.
///
/// Means are summed in Double, so that single pixels are not lost in the sum of millions. A NaN in
/// a channel gives NaN.
public struct GlobalPooling: RowOperation, Hashable {
  /// The operation on the values.
  public let kind: Pooling.Kind

  /// Creates a global pooling of one kind.
  public init(kind: Pooling.Kind) { self.kind = kind }

  /// The reason why the whole image is needed.
  public var wholeImageReason: String? { "its window is the whole image" }

  /// Returns the shape of the output, 1×1×C.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    ImageShape(height: 1, width: 1, channels: input.channels)
  }

  /// Returns all rows of the input.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    0..<input.height
  }

  /// Computes the single output row from all rows of the input.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let channels = input.shape.channels
    let samples = input.floats(of: 0..<input.shape.height, engine)
    sink.take(rows: 1, engine: engine) { output, start in
      for channel in 0..<channels {
        output[start + channel] = fold(
          stride(from: channel, to: samples.count, by: channels).lazy.map { samples[$0] })
      }
    }
  }

  private func fold(_ values: some Collection<Float>) -> Float {
    let n = Double(values.count)
    if values.contains(where: \.isNaN) { return .nan }
    switch kind {
    case .maximum: return values.max() ?? 0
    case .minimum: return values.min() ?? 0
    case .average: return Float(values.reduce(0.0) { $0 + Double($1) } / n)
    case .rootMeanSquare:
      return Float((values.reduce(0.0) { $0 + Double($1) * Double($1) } / n).squareRoot())
    case .median:
      let sorted = values.sorted()
      let middle = (sorted.count - 1) / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle] + sorted[middle + 1]) / 2
    }
  }
}
