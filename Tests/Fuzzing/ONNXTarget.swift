import ImageCodecs
import ONNX

/// A model file: read, checked, and run on zeros within a small limit of memory.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(ONNXError) {
    let source = RandomAccessBytes(bytes: FuzzInput.bytes(start, count))
    let graph = try Graph(try ModelFile(source), folder: nil)
    let inputs = try graph.zeroInputs(height: 8, width: 8, limit: 1 << 20)
    let runner = try GraphRunner(graph, RunContext(memoryLimit: 1 << 22))
    let results = try runner.run(inputs, outputs: graph.outputs)
    precondition(results.count == graph.outputs.count)
  } catch {}
  return 0
}
