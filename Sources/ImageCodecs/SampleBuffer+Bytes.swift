import ConvCore
import RowKernels

extension SampleBuffer {
  /// Calls `body` with the bytes in memory, in native order.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch self {
    case .uint8(let samples): samples.withUnsafeBytes(body)
    case .uint16(let samples): samples.withUnsafeBytes(body)
    case .float32(let samples): samples.withUnsafeBytes(body)
    }
  }

  /// Zeros that `body` fills as bytes, in native order.
  static func filled(
    type: SampleType, count: Int,
    _ body: (UnsafeMutableRawBufferPointer) throws(CodecError) -> Void
  ) throws(CodecError) -> SampleBuffer {
    switch type {
    case .uint8: .uint8(try filled(count, body))
    case .uint16: .uint16(try filled(count, body))
    case .float32: .float32(try filled(count, body))
    }
  }

  private static func filled<Sample: BitwiseCopyable & ExpressibleByIntegerLiteral>(
    _ count: Int,
    _ body: (UnsafeMutableRawBufferPointer) throws(CodecError) -> Void
  ) throws(CodecError) -> [Sample] {
    var samples: [Sample] = zeros(count: count)
    // The closure of an array does not pass typed errors on.
    let result: Result<Void, CodecError> = samples.withUnsafeMutableBytes { bytes in
      do throws(CodecError) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    try result.get()
    return samples
  }
}
