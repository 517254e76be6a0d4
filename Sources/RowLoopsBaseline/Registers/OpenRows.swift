// Converts spans to pointers. The functions are not generic: an unspecialized generic would be
// emitted as a weak symbol with the same name in every build of these files, and the linker would
// keep an arbitrary one.

/// Calls `body` with pointers to an input and an output row; empty rows are skipped.
@inline(__always)
func unsafeRows(
  _ input: Span<Float>, _ output: inout MutableSpan<Float>, _ body: (Floats, MutableFloats) -> Void
) {
  input.withUnsafeBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      guard let input = input.baseAddress, let output = output.baseAddress else { return }
      body(input, output)
    }
  }
}

/// Calls `body` with a pointer to one row that is changed in place.
@inline(__always)
func unsafeRow(
  _ values: inout MutableSpan<Float>, at start: Int, count: Int, _ body: (MutableFloats) -> Void
) {
  precondition(start >= 0 && start + count <= values.count)
  values.withUnsafeMutableBufferPointer { values in
    guard let values = values.baseAddress else { return }
    body(values + start)
  }
}

// Copies rows with vectors. For some thousand bytes, the C library's copy uses the processor's
// string instruction, which took four times as long if source and destination are not equally
// aligned.

@inline(__always)
func copyRow<Value: BitwiseCopyable>(
  _ input: UnsafePointer<Value>, to output: UnsafeMutablePointer<Value>, count: Int
) {
  typealias Chunk = SIMD64<UInt8>
  let size = MemoryLayout<Chunk>.size
  let bytes = count * MemoryLayout<Value>.stride
  guard bytes >= size else { return output.update(from: input, count: count) }
  let (from, to) = (UnsafeRawPointer(input), UnsafeMutableRawPointer(output))
  var i = 0
  while i < bytes {
    // The last chunk may overlap the previous chunk.
    if i + size > bytes { i = bytes - size }
    to.storeBytes(
      of: from.loadUnaligned(fromByteOffset: i, as: Chunk.self), toByteOffset: i, as: Chunk.self)
    i += size
  }
}
