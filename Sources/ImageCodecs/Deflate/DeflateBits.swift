/// Reads the bits of a deflate stream, lowest bit first (RFC 1951).
///
/// Reads beyond the end return zeros; ``isInside`` reports whether any were consumed.
struct DeflateBits {
  private let base: UnsafePointer<UInt8>
  private let count: Int
  private var next = 0
  private var buffer: UInt64 = 0
  private var available = 0

  /// Starts reading at the first bit.
  ///
  /// - Parameters:
  ///   - base: The address of `count` bytes, valid for the lifetime of the reader.
  ///   - count: The number of bytes.
  init(base: UnsafePointer<UInt8>, count: Int) {
    self.base = base
    self.count = count
  }

  /// The number of bits consumed so far.
  var position: Int { next * 8 - available }

  /// Whether all consumed bits lie within the stream.
  var isInside: Bool { position <= count * 8 }

  /// Fills the buffer to at least 56 bits.
  @inline(__always)
  mutating func refill() {
    if next &+ 8 <= count {
      let word = UnsafeRawPointer(base + next).loadUnaligned(as: UInt64.self)
      buffer |= UInt64(littleEndian: word) << UInt64(truncatingIfNeeded: available)
      next &+= (63 &- available) >> 3
      available |= 56
    } else {
      while available <= 56 {
        let byte = next < count ? UInt64(base[next]) : 0
        buffer |= byte << UInt64(truncatingIfNeeded: available)
        next &+= 1
        available &+= 8
      }
    }
  }

  /// Returns the next `width` bits without consuming them.
  ///
  /// - Precondition: The buffer holds `width` bits.
  @inline(__always)
  func peek(_ width: Int) -> Int { Int(truncatingIfNeeded: buffer) & (1 << width &- 1) }

  /// Consumes `width` bits.
  ///
  /// - Precondition: The buffer holds `width` bits.
  @inline(__always)
  mutating func drop(_ width: Int) {
    buffer &>>= UInt64(truncatingIfNeeded: width)
    available &-= width
  }

  /// Consumes up to 32 bits and returns them as a number.
  mutating func take(_ width: Int) -> Int {
    refill()
    let value = peek(width)
    drop(width)
    return value
  }

  /// Skips to the next byte boundary.
  mutating func skipToByte() { drop(available % 8) }

  /// Skips whole bytes; bytes beyond the end count as consumed.
  ///
  /// - Precondition: The position is at a byte boundary.
  mutating func skip(bytes: Int) {
    next += bytes - available / 8
    (buffer, available) = (0, 0)
  }
}
