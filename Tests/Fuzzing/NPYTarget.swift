import ImageCodecs

/// An NPY file is read as a picture and filtered, and read as the array of a kernel.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = FuzzInput.bytes(start, count)
  do throws(CodecError) {
    let array = try NPYArray(ByteSource(bytes: bytes), limit: 1 << 16)
    precondition(array.elements.count == array.shape.reduce(1, *))
  } catch {}
  return FuzzInput.filter(bytes, startingWith: [0x93] + Array("NUMPY".utf8))
}
