/// A JPEG is read and filtered.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.filter(FuzzInput.bytes(start, count), startingWith: [0xFF, 0xD8, 0xFF])
}
