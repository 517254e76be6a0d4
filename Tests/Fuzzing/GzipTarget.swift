import ImageCodecs

/// A gzip file, read in pieces and no further than a few kilobytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(CodecError) {
    let reader = try InflatingReader(FuzzInput.bytes(start, count))
    let piece = try reader.read(16)
    precondition(piece.count <= 16)
    _ = try reader.read(1 << 12)
    try reader.finish()
  } catch {}
  return 0
}
