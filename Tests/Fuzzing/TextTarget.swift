import ConvCore
import ImageCodecs

/// A text of numbers is read as a picture and filtered; what is read has to survive being written
/// and read again, bit for bit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = FuzzInput.bytes(start, count)
  do throws(CodecError) {
    let reader = try openImage(ByteSource(bytes: bytes), limits: FuzzInput.limits)
    guard reader.info.format.traits.isText else { return -1 }
    let samples = try reader.readRows(reader.info.shape.height)
    let sink = MemorySink()
    let writer = try makeWriter(reader.info, to: sink)
    try writer.append(try writer.encode(samples, rows: 0..<reader.info.shape.height))
    try writer.finish()
    let again = try openImage(ByteSource(bytes: sink.bytes))
    precondition(again.info.shape == reader.info.shape)
    let same = try again.readRows(again.info.shape.height)
    precondition(same == samples)
  } catch {}
  return FuzzInput.filter(bytes, startingWith: [])
}
