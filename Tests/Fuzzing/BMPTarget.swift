/// A BMP is read and filtered.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.filter(FuzzInput.bytes(start, count), startingWith: Array("BM".utf8))
}
