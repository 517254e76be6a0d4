internal import RowLoops

/// Number of outputs at a time; their sums fit the first-level cache.
private let block = 1024

extension Loops {
  package static func boxBytes(
    _ columns: Span<UInt16>, work: inout MutableSpan<UInt16>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    precondition(start >= 0 && width > 0 && step > 0)
    precondition(count + (width - 1) * step <= columns.count && start + count <= output.count)
    let room = block + width * step
    precondition(3 * room <= work.count)
    columns.withUnsafeBufferPointer { columns in
      work.withUnsafeMutableBufferPointer { work in
        output.withUnsafeMutableBufferPointer { output in
          guard let columns = columns.baseAddress, let work = work.baseAddress,
            let output = output.baseAddress
          else { return }
          let box = ByteBox(
            width: width, step: step, scale: scale, even: work, odd: work + room,
            rest: work + 2 * room)
          for i in stride(from: 0, to: count, by: block) {
            box.run(columns + i, into: output + start + i, count: min(block, count - i))
          }
        }
      }
    }
  }
}

private typealias Sums = UnsafePointer<UInt16>
private typealias MutableSums = UnsafeMutablePointer<UInt16>

/// Computes the box sums of one block.
private struct ByteBox {
  let width: Int
  let step: Int
  let scale: Float
  /// Runs of neighbors, with `odd` for every second level.
  let even: MutableSums
  let odd: MutableSums
  /// Sum of the runs that are left over where the width is not a multiple of the factors.
  let rest: MutableSums

  @inline(__always)
  func run(_ columns: Sums, into output: UnsafeMutablePointer<UInt8>, count: Int) {
    // Invariant: `left` runs, `distance` values apart, are still to be added.
    var (runs, left, distance, base) = (columns, width, step, 0)
    var (isEven, hasRest) = (true, false)
    while left > 5 {
      let factor = ByteBox.factor(of: left)
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
    finish(runs + base, left, distance, hasRest: hasRest, into: output, count)
  }

  /// Returns the number of neighbors to join that leaves the fewest additions.
  @inline(__always)
  private static func factor(of width: Int) -> Int {
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
    switch taps {
    case 2: for k in 0..<count { output[k] = sum(runs + k, 2, distance) }
    case 3: for k in 0..<count { output[k] = sum(runs + k, 3, distance) }
    case 4: for k in 0..<count { output[k] = sum(runs + k, 4, distance) }
    default: for k in 0..<count { output[k] = sum(runs + k, 5, distance) }
    }
  }

  @inline(__always)
  private func gather(
    _ runs: Sums, _ taps: Int, _ distance: Int, isFirst: Bool, _ count: Int
  ) {
    if isFirst { rest.update(repeating: 0, count: count) }
    for tap in 0..<taps {
      let part = runs + tap * distance
      for k in 0..<count { rest[k] &+= part[k] }
    }
  }

  @inline(__always)
  private func finish(
    _ runs: Sums, _ taps: Int, _ distance: Int, hasRest: Bool,
    into output: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    if hasRest {
      gather(runs, taps, distance, isFirst: false, count)
      return round(rest, 1, 1, into: output, count)
    }
    switch taps {
    case 1: round(runs, 1, distance, into: output, count)
    case 2: round(runs, 2, distance, into: output, count)
    case 3: round(runs, 3, distance, into: output, count)
    case 4: round(runs, 4, distance, into: output, count)
    default: round(runs, 5, distance, into: output, count)
    }
  }

  @inline(__always)
  private func round(
    _ runs: Sums, _ taps: Int, _ distance: Int, into output: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    for k in 0..<count {
      let value = Float(Int32(sum(runs + k, taps, distance))) * scale
      let inside: Float = value < 255 ? value : 255
      // Adding 1.5 · 2²³ leaves the nearest integer (ties to even) in the low bits.
      output[k] = UInt8(truncatingIfNeeded: (inside + 12_582_912).bitPattern)
    }
  }

  @inline(__always)
  private func sum(_ runs: Sums, _ taps: Int, _ distance: Int) -> UInt16 {
    var sum = runs[0]
    for tap in 1..<max(taps, 1) { sum &+= runs[tap &* distance] }
    return sum
  }
}
