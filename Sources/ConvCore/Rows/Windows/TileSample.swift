internal import RowLoops

/// A sample type for which there is a loop of dense kernels.
protocol TileSample: WindowSample {
  /// Calls the loop of ``TileKernel``, which has checked the bounds.
  static func correlateTile(
    _ kernel: TileKernel, _ input: [Self], from base: Int, rowOffsets: [Int], rows: Int,
    into output: inout [Float], at start: Int, stride: Int, count: Int, pastCache: Bool,
    engine: Engine)
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
    into output: inout [Float], at start: Int, stride: Int, count: Int, pastCache: Bool,
    engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.correlateTile(
      input.span, from: base, rowOffsets: rowOffsets.span,
      columnOffsets: kernel.columnOffsets.span, weights: kernel.weights.span, rows: rows,
      into: &span, at: start, outputStride: stride, count: count, pastCache: pastCache)
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
    into output: inout [Float], at start: Int, stride: Int, count: Int, pastCache: Bool,
    engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.correlateTile(
      input.span, from: base, rowOffsets: rowOffsets.span,
      columnOffsets: kernel.columnOffsets.span, weights: kernel.weights.span, rows: rows,
      into: &span, at: start, outputStride: stride, count: count, pastCache: pastCache)
  }
}
