internal import RowLoops

// Column sums of bytes, in 16 bits and in 32, and of 16-bit samples: one generic for all, inlined
// into each.

extension Loops {
  package static func addRow(
    _ sums: inout MutableSpan<UInt32>, at start: Int, _ row: Span<UInt8>, from base: Int,
    count: Int
  ) {
    addSamples(row, from: base, to: &sums, at: start, count)
  }

  package static func addRow(
    _ sums: inout MutableSpan<UInt32>, at start: Int, _ row: Span<UInt16>, from base: Int,
    count: Int
  ) {
    addSamples(row, from: base, to: &sums, at: start, count)
  }

  package static func addRow(
    _ sums: inout MutableSpan<UInt16>, at start: Int, _ row: Span<UInt8>, from base: Int,
    count: Int
  ) {
    addSamples(row, from: base, to: &sums, at: start, count)
  }

  package static func slideSums(
    _ sums: inout MutableSpan<UInt32>, at start: Int, entering: Span<UInt8>, from new: Int,
    leaving: Span<UInt8>, from old: Int, count: Int
  ) {
    slideSamples(&sums, at: start, entering, from: new, leaving, from: old, count)
  }

  package static func slideSums(
    _ sums: inout MutableSpan<UInt32>, at start: Int, entering: Span<UInt16>, from new: Int,
    leaving: Span<UInt16>, from old: Int, count: Int
  ) {
    slideSamples(&sums, at: start, entering, from: new, leaving, from: old, count)
  }

  package static func slideSums(
    _ sums: inout MutableSpan<UInt16>, at start: Int, entering: Span<UInt8>, from new: Int,
    leaving: Span<UInt8>, from old: Int, count: Int
  ) {
    slideSamples(&sums, at: start, entering, from: new, leaving, from: old, count)
  }
}

@inline(__always)
private func addSamples<Sample: FixedWidthInteger, Sum: FixedWidthInteger>(
  _ row: Span<Sample>, from base: Int, to sums: inout MutableSpan<Sum>, at start: Int, _ count: Int
) {
  precondition(start >= 0 && base >= 0)
  precondition(base + count <= row.count && start + count <= sums.count)
  row.withUnsafeBufferPointer { row in
    sums.withUnsafeMutableBufferPointer { sums in
      guard let row = row.baseAddress, let sums = sums.baseAddress else { return }
      let (columns, gain) = (sums + start, row + base)
      for i in 0..<count { columns[i] &+= Sum(truncatingIfNeeded: gain[i]) }
    }
  }
}

@inline(__always)
private func slideSamples<Sample: FixedWidthInteger, Sum: FixedWidthInteger>(
  _ sums: inout MutableSpan<Sum>, at start: Int, _ entering: Span<Sample>, from new: Int,
  _ leaving: Span<Sample>, from old: Int, _ count: Int
) {
  precondition(start >= 0 && new >= 0 && old >= 0)
  precondition(new + count <= entering.count && old + count <= leaving.count)
  precondition(start + count <= sums.count)
  entering.withUnsafeBufferPointer { entering in
    leaving.withUnsafeBufferPointer { leaving in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let entering = entering.baseAddress, let leaving = leaving.baseAddress,
          let sums = sums.baseAddress
        else { return }
        let (columns, gain, loss) = (sums + start, entering + new, leaving + old)
        for i in 0..<count {
          columns[i] =
            columns[i] &+ Sum(truncatingIfNeeded: gain[i]) &- Sum(truncatingIfNeeded: loss[i])
        }
      }
    }
  }
}
