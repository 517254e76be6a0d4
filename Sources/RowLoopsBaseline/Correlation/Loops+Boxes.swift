internal import RowLoops

extension Loops {
  package static func boxSums(
    _ columns: Span<UInt32>, work: inout MutableSpan<UInt32>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(start >= 0 && width > 0 && step > 0)
    precondition(count + (width - 1) * step <= columns.count && 2 * columns.count <= work.count)
    precondition(start + count <= output.count)
    columns.withUnsafeBufferPointer { columns in
      work.withUnsafeMutableBufferPointer { work in
        output.withUnsafeMutableBufferPointer { output in
          let length = columns.count
          guard let columns = columns.baseAddress, let work = work.baseAddress,
            let output = output.baseAddress
          else { return }
          work.update(from: columns, count: length)
          let boxes = BoxSums(sums: work, work: work + length, step: step)
          boxes.run(length: length, width: width, count: count)
          let (sums, result) = (work + length, output + start)
          for i in 0..<count { result[i] = Float(Int32(bitPattern: sums[i])) * scale }
        }
      }
    }
  }
}

/// Box sums by doubling: `sums` holds sums of 1, 2, 4, … neighbors in turn, and `work` adds those
/// sums that make up the width.
private struct BoxSums {
  let sums: UnsafeMutablePointer<UInt32>
  let work: UnsafeMutablePointer<UInt32>
  let step: Int

  @inline(__always)
  func run(length: Int, width: Int, count: Int) {
    var (span, gathered, valid) = (1, 0, length)
    while true {
      if width & span != 0 {
        gather(from: gathered * step, isFirst: gathered == 0, count)
        gathered += span
      }
      if gathered == width { return }
      valid -= span * step
      double(distance: span * step, valid)
      span *= 2
    }
  }

  @inline(__always)
  private func gather(from first: Int, isFirst: Bool, _ count: Int) {
    let part = sums + first
    if isFirst {
      work.update(from: part, count: count)
    } else {
      for i in 0..<count { work[i] &+= part[i] }
    }
  }

  /// Adds to each sum the sum `distance` values later.
  ///
  /// The results pass through a block on the stack: in place, the compiler would assume an overlap
  /// and not vectorize.
  @inline(__always)
  private func double(distance: Int, _ count: Int) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: block) { doubled in
      guard let doubled = doubled.baseAddress else { return }
      for first in stride(from: 0, to: count, by: block) {
        let (near, far) = (sums + first, sums + first + distance)
        let length = min(block, count - first)
        for i in 0..<length { doubled[i] = near[i] &+ far[i] }
        near.update(from: doubled, count: length)
      }
    }
  }
}

/// Number of sums that are doubled at a time.
private let block = 256
