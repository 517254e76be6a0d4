import ConvCore

/// A kernel as people type it; one that is understood has to survive being written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(KernelTextError) {
    let text = String(decoding: FuzzInput.bytes(start, count), as: UTF8.self)
    let kernel = try Kernel(text: text)
    let again = try Kernel(text: kernel.text)
    precondition(again.size == kernel.size)
    _ = (kernel.sum, kernel.normalized)
    if kernel.size.height <= 5 && kernel.size.width <= 5 { _ = (kernel.rank, kernel.factors) }
  } catch {}
  return 0
}
