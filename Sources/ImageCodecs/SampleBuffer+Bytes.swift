import ConvCore
import RowLoopsBaseline

extension SampleBuffer {
  /// Calls `body` with the samples as bytes in native order.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch self {
    case .uint8(let samples): samples.withUnsafeBytes(body)
    case .uint16(let samples): samples.withUnsafeBytes(body)
    case .float32(let samples): samples.withUnsafeBytes(body)
    }
  }

  /// Creates samples that `body` fills as bytes in native order.
  ///
  /// - Parameters:
  ///   - type: The type of the samples.
  ///   - count: The number of samples.
  ///   - zeroed: Whether the bytes start as 0. If not, `body` must write every byte or throw;
  ///     clearing bytes that are overwritten costs a sweep over memory.
  ///   - body: Writes the bytes.
  /// - Returns: `count` samples with the bytes that `body` wrote.
  /// - Throws: ``CodecError`` that `body` throws.
  static func filled(
    type: SampleType, count: Int, zeroed: Bool = false,
    _ body: (UnsafeMutableRawBufferPointer) throws(CodecError) -> Void
  ) throws(CodecError) -> SampleBuffer {
    switch type {
    case .uint8: .uint8(try filled(count, zeroed, body))
    case .uint16: .uint16(try filled(count, zeroed, body))
    case .float32: .float32(try filled(count, zeroed, body))
    }
  }

  private static func filled<Sample: BitwiseCopyable & ExpressibleByIntegerLiteral>(
    _ count: Int, _ zeroed: Bool,
    _ body: (UnsafeMutableRawBufferPointer) throws(CodecError) -> Void
  ) throws(CodecError) -> [Sample] {
    var samples: [Sample] = zeroed ? zeros(count: count) : uninitialized(count: count)
    // `withUnsafeMutableBytes` of an array does not rethrow typed errors.
    let result: Result<Void, CodecError> = samples.withUnsafeMutableBytes { bytes in
      do throws(CodecError) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    try result.get()
    return samples
  }
}
