import Synchronization

/// Several operations, one after the other, as one operation.
///
/// Rows between two operations are floats in memory: as many as the rows asked for depend on.
package struct ComposedOperation: RowOperation {
  private let operations: [any RowOperation]
  private let isFinite: Bool

  /// Creates the composition.
  ///
  /// - Parameters:
  ///   - operations: The operations in the order of application.
  ///   - isFinite: Whether no value between two operations can be infinite or NaN.
  /// - Precondition: There is at least one operation.
  package init(_ operations: [any RowOperation], isFinite: Bool) {
    precondition(!operations.isEmpty, "a composition of no operations")
    self.operations = operations
    self.isFinite = isFinite
  }

  /// The reason of the first operation that needs the whole image.
  package var wholeImageReason: String? {
    operations.lazy.compactMap(\.wholeImageReason).first
  }

  /// The grain of the last operation.
  package var rowGrain: Int { operations[operations.count - 1].rowGrain }

  /// Returns the shape of the output of the last operation.
  package func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    var shape = input
    for operation in operations { shape = try operation.outputShape(for: shape) }
    return shape
  }

  /// Returns the rows of the input that the output rows depend on.
  package func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    ranges(for: rows, shapes: shapes(from: input))[0]
  }

  /// Computes output rows.
  package func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let shapes = shapes(from: input.shape)
    let ranges = ranges(for: rows, shapes: shapes)
    var input = input
    for (index, operation) in operations.dropLast().enumerated() {
      input = intermediate(operation, ranges[index + 1], of: shapes[index + 1], from: input, engine)
    }
    operations[operations.count - 1].apply(to: input, rows: rows, into: &sink, engine: engine)
  }

  /// Runs all operations but the last on the whole image, and prepares the last one.
  package func prepared(for input: RowSource, engine: Engine) -> any RowOperation {
    let (shapes, threads) = (shapes(from: input.shape), engine.wholeImageThreads)
    var source = input
    for (index, operation) in operations.dropLast().enumerated() {
      let operation = operation.prepared(for: source, engine: engine)
      let shape = shapes[index + 1]
      let height = max(1, (shape.height + 4 * threads - 1) / (4 * threads))
      let count = (shape.height + height - 1) / height
      let parts = Mutex([RowSource?](repeating: nil, count: count))
      engine.concurrently(count, threads: threads) { [source] stripe in
        let rows = stripe * height..<min((stripe + 1) * height, shape.height)
        let part = intermediate(operation, rows, of: shape, from: source, engine)
        parts.withLock { $0[stripe] = part }
      }
      source = RowSource(joining: parts.withLock { $0.compactMap(\.self) })
    }
    let last = operations[operations.count - 1].prepared(for: source, engine: engine)
    return PreparedOperation(operation: last, input: source)
  }

  /// Adapts each operation.
  package func adapted(toBrightness brightness: Float) -> any RowOperation {
    ComposedOperation(
      operations.map { $0.adapted(toBrightness: brightness) }, isFinite: isFinite)
  }

  private func intermediate(
    _ operation: any RowOperation, _ rows: Range<Int>, of shape: ImageShape, from input: RowSource,
    _ engine: Engine
  ) -> RowSource {
    var sink = RowSink(.float32, rowLength: shape.rowLength, rows: rows.count)
    operation.apply(to: input, rows: rows, into: &sink, engine: engine)
    let band = RowBand(rows: rows, samples: .float32(sink.takeFloats()), isFinite: isFinite)
    return RowSource(shape: shape, bands: [band])
  }

  /// The shapes from the input to the output, one more than there are operations.
  private func shapes(from input: ImageShape) -> [ImageShape] {
    var shapes = [input]
    for operation in operations {
      let shape = shapes[shapes.count - 1]
      guard let next = try? operation.outputShape(for: shape) else {
        preconditionFailure("an operation on \(shape), which it does not allow")
      }
      shapes.append(next)
    }
    return shapes
  }

  /// The rows needed for some output rows: of the input, then of each operation's output.
  private func ranges(for rows: Range<Int>, shapes: [ImageShape]) -> [Range<Int>] {
    var ranges = [rows]
    for (operation, shape) in zip(operations, shapes).reversed() {
      ranges.append(operation.inputRows(for: ranges[ranges.count - 1], of: shape))
    }
    return ranges.reversed()
  }
}
