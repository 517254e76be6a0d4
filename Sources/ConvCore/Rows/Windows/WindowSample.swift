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
