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
