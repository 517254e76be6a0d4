/// The bits of a deflate stream, lowest first, as RFC 1951 packs them.
///
/// Behind the end there are zeros; ``isInside`` says whether any were taken.
struct DeflateBits {
  private let base: UnsafePointer<UInt8>
  private let count: Int
  private var next = 0
  private var buffer: UInt64 = 0
  private var available = 0

  /// - Parameter base: `count` bytes that outlive the value.
  init(base: UnsafePointer<UInt8>, count: Int) {
    self.base = base
    self.count = count
  }

  /// Bits taken so far.
  var position: Int { next * 8 - available }

  /// Whether no bits behind the end were taken.
  var isInside: Bool { position <= count * 8 }

  /// Fills the buffer: at least 56 bits can be looked at.
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

  /// Some of the next bits, which stay.
  ///
  /// - Precondition: The buffer holds them.
  @inline(__always)
  func peek(_ width: Int) -> Int { Int(truncatingIfNeeded: buffer) & (1 << width &- 1) }

  /// Passes over bits.
  ///
  /// - Precondition: The buffer holds them.
  @inline(__always)
  mutating func drop(_ width: Int) {
    buffer &>>= UInt64(truncatingIfNeeded: width)
    available &-= width
  }

  /// The next bits as a number, at most 32.
  mutating func take(_ width: Int) -> Int {
    refill()
    let value = peek(width)
    drop(width)
    return value
  }

  /// Passes over the rest of a byte that has been begun.
  mutating func skipToByte() { drop(available % 8) }

  /// Passes over whole bytes; those behind the end count as taken.
  ///
  /// - Precondition: The position is that of a byte.
  mutating func skip(bytes: Int) {
    next += bytes - available / 8
    (buffer, available) = (0, 0)
  }
}
