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
  assert(start >= 0 && start + count <= values.count)
  values.withUnsafeMutableBufferPointer { values in
    guard let values = values.baseAddress else { return }
    body(values + start)
  }
}

// Copies of rows by vectors. The C library's copy uses the processor's string instruction for some
// thousand bytes, which took four times as long where source and destination are not aligned alike.

@inline(__always)
func copyRow(_ input: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<UInt8>, count: Int) {
  typealias Chunk = SIMD64<UInt8>
  let size = 64
  guard count >= 2 * size else { return output.update(from: input, count: count) }
  var i = 0
  while true {
    // The last two chunks may overlap the ones before.
    if i + 2 * size > count { i = count - 2 * size }
    let first = UnsafeRawPointer(input + i).loadUnaligned(as: Chunk.self)
    let second = UnsafeRawPointer(input + i + size).loadUnaligned(as: Chunk.self)
    UnsafeMutableRawPointer(output + i).storeBytes(of: first, as: Chunk.self)
    UnsafeMutableRawPointer(output + i + size).storeBytes(of: second, as: Chunk.self)
    i += 2 * size
    if i >= count { return }
  }
}

@inline(__always)
func copyRow(_ input: Floats, to output: MutableFloats, count: Int) {
  input.withMemoryRebound(to: UInt8.self, capacity: 4 * count) { input in
    output.withMemoryRebound(to: UInt8.self, capacity: 4 * count) { output in
      copyRow(input, to: output, count: 4 * count)
    }
  }
}
