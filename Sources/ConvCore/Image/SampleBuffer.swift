import RowLoopsBaseline

/// An array of samples in the sample type of their file.
public enum SampleBuffer: Hashable, Sendable {
  /// 8-bit samples, 0…255.
  case uint8([UInt8])
  /// 16-bit samples, 0…65535.
  case uint16([UInt16])
  /// Float samples of any value.
  case float32([Float])

  /// Creates a buffer of `count` zeros.
  public init(type: SampleType, count: Int) {
    switch type {
    case .uint8: self = .uint8(zeros(count: count))
    case .uint16: self = .uint16(zeros(count: count))
    case .float32: self = .float32(zeros(count: count))
    }
  }

  /// Creates an empty buffer with reserved capacity.
  public init(type: SampleType, capacity: Int) {
    switch type {
    case .uint8: self = .uint8(reserved(capacity))
    case .uint16: self = .uint16(reserved(capacity))
    case .float32: self = .float32(reserved(capacity))
    }
  }

  /// Number of samples.
  public var count: Int {
    switch self {
    case .uint8(let samples): samples.count
    case .uint16(let samples): samples.count
    case .float32(let samples): samples.count
    }
  }

  /// The type of the samples.
  public var type: SampleType {
    switch self {
    case .uint8: .uint8
    case .uint16: .uint16
    case .float32: .float32
    }
  }

  /// Appends the samples of another buffer.
  ///
  /// - Precondition: Both buffers have the same type.
  public mutating func append(_ other: SampleBuffer) {
    switch (self, other) {
    case (.uint8(var samples), .uint8(let more)):
      self = .uint8([])
      samples += more
      self = .uint8(samples)
    case (.uint16(var samples), .uint16(let more)):
      self = .uint16([])
      samples += more
      self = .uint16(samples)
    case (.float32(var samples), .float32(let more)):
      self = .float32([])
      samples += more
      self = .float32(samples)
    default: preconditionFailure("\(other.type) samples behind \(type)")
    }
  }

  /// Returns a copy of a range of samples.
  public func slice(_ range: Range<Int>) -> SampleBuffer {
    switch self {
    case .uint8(let samples): .uint8(Array(samples[range]))
    case .uint16(let samples): .uint16(Array(samples[range]))
    case .float32(let samples): .float32(Array(samples[range]))
    }
  }
}

/// Returns an empty array with reserved capacity.
private func reserved<Element>(_ capacity: Int) -> [Element] {
  var array: [Element] = []
  array.reserveCapacity(capacity)
  return array
}
