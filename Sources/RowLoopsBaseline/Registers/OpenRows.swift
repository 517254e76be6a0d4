// From spans to pointers. Not generic: an unspecialised generic would be emitted as a weak symbol
// under one name in every build of these files, and the linker would keep any one of them.

/// Opens an input and an output row for pointer arithmetic; empty rows are left alone.
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

/// Opens one row for pointer arithmetic in place.
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

// Copies of rows by vectors. The C library's copy uses the processor's string instruction for some
// thousand bytes, which took four times as long where source and destination are not aligned alike.

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
    // The last chunk may overlap the one before.
    if i + size > bytes { i = bytes - size }
    to.storeBytes(
      of: from.loadUnaligned(fromByteOffset: i, as: Chunk.self), toByteOffset: i, as: Chunk.self)
    i += size
  }
}
