internal import RowLoops

/// The type of the samples that a window reads: the file's type, or floats of the same values.
protocol WindowSample: BitwiseCopyable, Sendable {
  init(_ sample: UInt8)
  init(_ sample: UInt16)
  init(_ sample: Float)

  /// Returns the array of samples if the samples have this type.
  static func array(of samples: SampleBuffer) -> [Self]?

  /// Copies one row of an image.
  static func copy(
    _ row: Int, of input: RowSource, into output: inout [Self], at start: Int, engine: Engine)
}

/// A sample type for which there is a loop of dense kernels.
protocol TileSample: WindowSample {
  /// Calls the loop of ``TileKernel``, which has checked the bounds.
  static func correlateTile(
    _ kernel: TileKernel, _ input: [Self], from base: Int, rowOffsets: [Int], rows: Int,
    into output: inout [Float], at start: Int, stride: Int, count: Int, engine: Engine)
}

extension UInt8: TileSample {
  static func array(of samples: SampleBuffer) -> [UInt8]? {
    if case .uint8(let bytes) = samples { bytes } else { nil }
  }

  static func copy(
    _ row: Int, of input: RowSource, into output: inout [UInt8], at start: Int, engine: Engine
  ) {
    input.copy(row, into: &output, at: start, engine: engine)
  }

  static func correlateTile(
    _ kernel: TileKernel, _ input: [UInt8], from base: Int, rowOffsets: [Int], rows: Int,
    into output: inout [Float], at start: Int, stride: Int, count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.correlateTile(
      input.span, from: base, rowOffsets: rowOffsets.span,
      columnOffsets: kernel.columnOffsets.span, weights: kernel.weights.span, rows: rows,
      into: &span, at: start, outputStride: stride, count: count)
  }
}

extension Float: TileSample {
  static func array(of samples: SampleBuffer) -> [Float]? {
    if case .float32(let floats) = samples { floats } else { nil }
  }

  static func copy(
    _ row: Int, of input: RowSource, into output: inout [Float], at start: Int, engine: Engine
  ) {
    input.copy(row, into: &output, at: start, engine: engine)
  }

  static func correlateTile(
    _ kernel: TileKernel, _ input: [Float], from base: Int, rowOffsets: [Int], rows: Int,
    into output: inout [Float], at start: Int, stride: Int, count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.correlateTile(
      input.span, from: base, rowOffsets: rowOffsets.span,
      columnOffsets: kernel.columnOffsets.span, weights: kernel.weights.span, rows: rows,
      into: &span, at: start, outputStride: stride, count: count)
  }
}

extension UInt16: WindowSample {
  static func array(of samples: SampleBuffer) -> [UInt16]? {
    if case .uint16(let words) = samples { words } else { nil }
  }

  static func copy(
    _ row: Int, of input: RowSource, into output: inout [UInt16], at start: Int, engine: Engine
  ) {
    input.copy(row, into: &output, at: start)
  }
}
