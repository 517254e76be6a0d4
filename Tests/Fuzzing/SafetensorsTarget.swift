import ConvNet

/// A model file; what can be read has to survive being written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(ModelFileError) {
    let file = try Safetensors(bytes: FuzzInput.bytes(start, count))
    let again = try Safetensors(bytes: file.bytes)
    precondition(again.entries.map(\.name).sorted() == file.entries.map(\.name).sorted())
    _ = try Network(file)
  } catch {}
  return 0
}
