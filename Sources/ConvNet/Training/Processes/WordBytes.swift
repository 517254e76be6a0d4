/// Whole numbers of 64 bits as bytes, the lowest first.
enum WordBytes {
  /// The bytes of a number.
  static let size = 8

  /// The bytes of some numbers, one after another.
  static func bytes(_ values: [UInt64]) -> [UInt8] {
    values.flatMap { value in (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
  }

  /// The numbers of some bytes.
  ///
  /// - Precondition: The bytes are of whole numbers.
  static func values(_ bytes: [UInt8]) -> [UInt64] {
    precondition(bytes.count % size == 0)
    return stride(from: 0, to: bytes.count, by: size).map { first in
      (0..<size).reduce(0) { $0 | UInt64(bytes[first + $1]) << (8 * $1) }
    }
  }
}
