internal import RowLoops

// Sums of neighboring columns, in 16 bits and in 32. Runs of few neighbors are summed, then runs of
// runs: a width of 31 takes 8 additions.

extension Loops {
  package static func boxSums(
    _ columns: Span<UInt32>, work: inout MutableSpan<UInt32>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    requireBox(columns.count, work.count, width, step, output.count, at: start, count)
    box(columns, &work, width, step, &output, start, count) { Float(Int32(bitPattern: $0)) * scale }
  }

  package static func boxBytes(
    _ columns: Span<UInt32>, work: inout MutableSpan<UInt32>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    requireBox(columns.count, work.count, width, step, output.count, at: start, count)
    box(columns, &work, width, step, &output, start, count) {
      roundedByte(Float(Int32(bitPattern: $0)) * scale)
    }
  }

  package static func boxBytes(
    _ columns: Span<UInt16>, work: inout MutableSpan<UInt16>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    requireBox(columns.count, work.count, width, step, output.count, at: start, count)
    box(columns, &work, width, step, &output, start, count) {
      roundedByte(Float(Int32($0)) * scale)
    }
  }

  @inline(__always)
  private static func requireBox(
    _ columns: Int, _ work: Int, _ width: Int, _ step: Int, _ outputs: Int, at start: Int,
    _ count: Int
  ) {
    precondition(start >= 0 && width > 0 && step > 0)
    precondition(count + (width - 1) * step <= columns && start + count <= outputs)
    precondition(BoxWork.count(width: width, step: step) <= work)
  }

  /// The loop without the checks.
  @inline(__always)
  private static func box<Sum: FixedWidthInteger & BitwiseCopyable, Value: BitwiseCopyable>(
    _ columns: Span<Sum>, _ work: inout MutableSpan<Sum>, _ width: Int, _ step: Int,
    _ output: inout MutableSpan<Value>, _ start: Int, _ count: Int, _ value: (Sum) -> Value
  ) {
    let block = BoxWork.block(width: width, step: step)
    columns.withUnsafeBufferPointer { columns in
      work.withUnsafeMutableBufferPointer { work in
        output.withUnsafeMutableBufferPointer { output in
          guard let columns = columns.baseAddress, let work = work.baseAddress,
            let output = output.baseAddress
          else { return }
          let room = block + width * step
          let box = Box(
            width: width, step: step, even: work, odd: work + room, rest: work + 2 * room)
          for i in stride(from: 0, to: count, by: block) {
            box.run(
              columns + i, into: output + start + i, count: min(block, count - i), value)
          }
        }
      }
    }
  }
}

/// Rounds to a byte, to nearest, ties to even; the value is not negative.
@inline(__always)
private func roundedByte(_ value: Float) -> UInt8 {
  let inside: Float = value < 255 ? value : 255
  // Adding 1.5 · 2²³ leaves the nearest integer (ties to even) in the low bits.
  return UInt8(truncatingIfNeeded: (inside + 12_582_912).bitPattern)
}

/// Computes the box sums of one block.
private struct Box<Sum: FixedWidthInteger & BitwiseCopyable> {
  typealias Sums = UnsafePointer<Sum>
  typealias MutableSums = UnsafeMutablePointer<Sum>

  let width: Int
  let step: Int
  /// Runs of neighbors, with `odd` for every second level.
  let even: MutableSums
  let odd: MutableSums
  /// Sum of the runs that are left over where the width is not a multiple of the factors.
  let rest: MutableSums

  @inline(__always)
  func run<Value>(
    _ columns: Sums, into output: UnsafeMutablePointer<Value>, count: Int, _ value: (Sum) -> Value
  ) {
    // Invariant: `left` runs, `distance` values apart, are still to be added.
    var (runs, left, distance, base) = (columns, width, step, 0)
    var (isEven, hasRest) = (true, false)
    while left > 5 {
      let factor = factor(of: left)
      let extra = left % factor
      if extra > 0 {
        gather(runs + base, extra, distance, isFirst: !hasRest, count)
        hasRest = true
        base += extra * distance
      }
      let next = isEven ? even : odd
      // The number of sums that later steps of this block read.
      let reach = count + width * step - factor * distance
      add(runs, factor, distance, into: next, reach)
      runs = Sums(next)
      isEven.toggle()
      left /= factor
      distance *= factor
    }
    finish(runs + base, left, distance, hasRest: hasRest, into: output, count, value)
  }

  /// Returns the number of neighbors to join that leaves the fewest additions.
  @inline(__always)
  private func factor(of width: Int) -> Int {
    var (best, fewest) = (2, Int.max)
    for factor in 2...5 {
      let additions = factor + width % factor + width / factor
      if additions < fewest { (best, fewest) = (factor, additions) }
    }
    return best
  }

  @inline(__always)
  private func add(
    _ runs: Sums, _ taps: Int, _ distance: Int, into output: MutableSums, _ count: Int
  ) {
    forSum(of: taps, distance) { sum in
      for k in 0..<count { output[k] = sum(runs + k) }
    }
  }

  @inline(__always)
  private func gather(
    _ runs: Sums, _ taps: Int, _ distance: Int, isFirst: Bool, _ count: Int
  ) {
    if isFirst { return add(runs, taps, distance, into: rest, count) }
    forSum(of: taps, distance) { sum in
      for k in 0..<count { rest[k] &+= sum(runs + k) }
    }
  }

  @inline(__always)
  private func finish<Value>(
    _ runs: Sums, _ taps: Int, _ distance: Int, hasRest: Bool,
    into output: UnsafeMutablePointer<Value>, _ count: Int, _ value: (Sum) -> Value
  ) {
    forSum(of: taps, distance) { sum in
      if hasRest {
        for k in 0..<count { output[k] = value(rest[k] &+ sum(runs + k)) }
      } else {
        for k in 0..<count { output[k] = value(sum(runs + k)) }
      }
    }
  }

  /// Calls `body` with the function that adds `taps` runs, 1 to 5, `distance` values apart.
  ///
  /// The numbers of runs are literals, so that the sums stay in registers.
  @inline(__always)
  private func forSum(of taps: Int, _ distance: Int, _ body: ((Sums) -> Sum) -> Void) {
    switch taps {
    case 1: body { $0[0] }
    case 2: body { $0[0] &+ $0[distance] }
    case 3: body { $0[0] &+ $0[distance] &+ $0[2 &* distance] }
    case 4: body { ($0[0] &+ $0[distance]) &+ ($0[2 &* distance] &+ $0[3 &* distance]) }
    default:
      body {
        ($0[0] &+ $0[distance]) &+ ($0[2 &* distance] &+ $0[3 &* distance])
          &+ $0[4 &* distance]
      }
    }
  }
}
