public import ConvCore

/// A filter that computes each value from one value, y = f(x): it needs only ``transform(_:in:)``.
///
/// Shape: unchanged. Values are in the unit of the input, 0…255 for 8 bits; alpha is left unchanged.
public protocol PointwiseFilter: ImageFilter, RowOperation {
  /// Replaces the values of a range by f(x).
  ///
  /// - Parameters:
  ///   - values: An array of which only `range` may change.
  ///   - range: The values of some rows.
  func transform(_ values: inout [Float], in range: Range<Int>)
}

extension PointwiseFilter {
  /// `true`: the response to a picture is a picture.
  public var isSmoothing: Bool { true }

  /// `true`.
  public var isPointwise: Bool { true }

  /// `false`: a function of colors is not one of alpha.
  public var filtersAlpha: Bool { false }

  /// `false`: no position outside the image is read.
  public var usesBorder: Bool { false }

  /// One step for each value.
  public var method: String { "value by value" }

  /// Returns the shape of the input.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  /// Returns the filter itself.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation { self }

  /// Computes output rows and writes them to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let length = input.shape.rowLength
    for row in rows {
      sink.take(rows: 1, engine: engine) { values, start in
        input.copy(row, into: &values, at: start, engine: engine)
        transform(&values, in: start..<start + length)
      }
    }
  }
}
