import ConvCore

/// Converts the elements of a `.npy` file to floats.
struct NPYElements: Sendable {
  let element: NPYHeader.Element
  let isBigEndian: Bool

  /// Whether the byte order of the elements differs from this machine's.
  var isSwapped: Bool { isBigEndian != (1.bigEndian == 1) }

  /// The values that float32 cannot represent: their number and the first of them.
  struct Misfits: Sendable {
    var count = 0
    var first = 0.0

    mutating func add(_ value: Double) {
      if count == 0 { first = value }
      count += 1
    }

    /// The warning about the values; `nil` when there are none.
    func note(_ element: NPYHeader.Element) -> String? {
      guard count > 0 else { return nil }
      let values = count == 1 ? "1 value of \(element) does" : "\(count) values of \(element) do"
      return "\(values) not fit float32 and \(count == 1 ? "is" : "are") rounded, \(first) first"
    }
  }

  /// Converts all elements in the bytes.
  func floats(of bytes: UnsafeRawBufferPointer) -> [Float] {
    var misfits = Misfits()
    return floats(of: bytes, &misfits)
  }

  /// Converts all elements in the bytes and counts those that float32 cannot represent.
  func floats(of bytes: UnsafeRawBufferPointer, _ misfits: inout Misfits) -> [Float] {
    switch element {
    case .bool: map(bytes, UInt8.self) { $0 == 0 ? 0 : 1 }
    case .uint8: map(bytes, UInt8.self) { Float($0) }
    case .int8: map(bytes, UInt8.self) { Float(Int8(bitPattern: $0)) }
    case .uint16: map(bytes, UInt16.self) { Float($0) }
    case .int16: map(bytes, UInt16.self) { Float(Int16(bitPattern: $0)) }
    case .float16: map(bytes, UInt16.self, NPYElements.float(half:))
    case .float32: map(bytes, UInt32.self) { Float(bitPattern: $0) }
    case .int32: map(bytes, UInt32.self) { whole(Int32(bitPattern: $0), &misfits) }
    case .uint32: map(bytes, UInt32.self) { whole($0, &misfits) }
    case .int64: map(bytes, UInt64.self) { whole(Int64(bitPattern: $0), &misfits) }
    case .uint64: map(bytes, UInt64.self) { whole($0, &misfits) }
    case .float64: map(bytes, UInt64.self) { rounded(Double(bitPattern: $0), &misfits) }
    }
  }

  private func map<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, _ type: Bits.Type, _ value: (Bits) -> Float
  ) -> [Float] {
    let width = MemoryLayout<Bits>.size
    let isSwapped = isSwapped
    return [Float](unsafeUninitializedCapacity: bytes.count / width) { output, initialized in
      for index in 0..<bytes.count / width {
        let bits = bytes.loadUnaligned(fromByteOffset: index * width, as: Bits.self)
        output.initializeElement(at: index, to: value(isSwapped ? bits.byteSwapped : bits))
      }
      initialized = bytes.count / width
    }
  }

  /// Converts an integer; an integer fits when converting it back gives the same integer.
  private func whole<Integer: FixedWidthInteger>(
    _ value: Integer, _ misfits: inout Misfits
  ) -> Float {
    let float = Float(value)
    if value.magnitude > 1 << 24, Integer(exactly: float) != value { misfits.add(Double(value)) }
    return float
  }

  /// Converts a double; a fraction fits when rounded to the precision of float32.
  ///
  /// Values beyond the range of float32 and integers that lose digits do not fit.
  private func rounded(_ value: Double, _ misfits: inout Misfits) -> Float {
    let float = Float(value)
    let isTooLarge = value.isFinite && float.isInfinite
    let isTooSmall = value != 0 && value.magnitude < Double(Float.leastNormalMagnitude)
    // Every double beyond 2⁵³ is an integer, whether meant as one or not.
    let isWhole = (0x1p24...0x1p53).contains(value.magnitude) && value.rounded() == value
    if isTooLarge || isTooSmall || (isWhole && Double(float) != value) { misfits.add(value) }
    return float
  }

  /// Converts a half-precision float (IEEE 754 binary16).
  static func float(half bits: UInt16) -> Float {
    let (exponent, fraction) = (Int(bits >> 10 & 31), UInt32(bits & 1023))
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    switch exponent {
    case 0: return sign * Float(fraction) * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      let scale = Float(sign: .plus, exponent: exponent - 25, significand: 1)
      return sign * Float(fraction + 1024) * scale
    }
  }
}
