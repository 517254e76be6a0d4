import CZlib

/// A PNG is read and filtered, its checksums mended first: a fuzzer does not guess them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var bytes = FuzzInput.bytes(start, count)
  var place = 8
  while place + 12 <= bytes.count {
    let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    let end = place + 8 + length
    guard end + 4 <= bytes.count else { break }
    let sum = bytes.withUnsafeBufferPointer { buffer in
      crc32(0, buffer.baseAddress.map { $0 + place + 4 }, UInt32(length + 4))
    }
    for index in 0..<4 {
      bytes[end + index] = UInt8(truncatingIfNeeded: sum >> UInt(24 - 8 * index))
    }
    place = end + 4
  }
  return FuzzInput.filter(bytes, startingWith: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
}
