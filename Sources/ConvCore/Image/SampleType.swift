import RowLoopsBaseline

/// The type of one sample.
public enum SampleType: String, Hashable, Sendable {
  /// Unsigned bytes, unsigned 16-bit integers, and 32-bit floats.
  case uint8, uint16, float32

  /// Size of one sample in bytes.
  public var byteCount: Int {
    switch self {
    case .uint8: 1
    case .uint16: 2
    case .float32: 4
    }
  }

  /// The sample value of full brightness; `nil` for floats, which have no fixed range.
  public var maximum: Float? {
    switch self {
    case .uint8: 255
    case .uint16: 65535
    case .float32: nil
    }
  }
}
