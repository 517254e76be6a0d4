import RowLoopsBaseline

/// Some rows of samples in the type of their file.
public enum SampleBuffer: Hashable, Sendable {
  case uint8([UInt8])
  case uint16([UInt16])
  case float32([Float])

  /// Zeros.
  public init(type: SampleType, count: Int) {
    switch type {
    case .uint8: self = .uint8(zeros(count: count))
    case .uint16: self = .uint16(zeros(count: count))
    case .float32: self = .float32(zeros(count: count))
    }
  }

  /// No samples, with room for some.
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

  /// The type of one sample.
  public var type: SampleType {
    switch self {
    case .uint8: .uint8
    case .uint16: .uint16
    case .float32: .float32
    }
  }

  /// The samples of another buffer of the same type behind these.
  ///
  /// - Precondition: Both hold the same type.
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

  /// A copy of some of the samples.
  public func slice(_ range: Range<Int>) -> SampleBuffer {
    switch self {
    case .uint8(let samples): .uint8(Array(samples[range]))
    case .uint16(let samples): .uint16(Array(samples[range]))
    case .float32(let samples): .float32(Array(samples[range]))
    }
  }
}

/// An empty array with room for some elements.
private func reserved<Element>(_ capacity: Int) -> [Element] {
  var array: [Element] = []
  array.reserveCapacity(capacity)
  return array
}
