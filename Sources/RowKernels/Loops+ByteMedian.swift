import RowLoops

/// Medians taken at a time.
private let block = 512

extension Loops {
  public static func median(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int
  ) {
    assert((rows.count == 3 || rows.count == 5) && start + count <= output.count)
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          // A block on the stack overlaps nothing, which the compiler has to know to vectorise.
          withUnsafeTemporaryAllocation(of: UInt8.self, capacity: block) { medians in
            guard let medians = medians.baseAddress else { return }
            for i in stride(from: 0, to: count, by: block) {
              let length = min(block, count - i)
              if rows.count == 3 {
                median3(input + i, rows, step, into: medians, length)
              } else {
                median5(input + i, rows, step, into: medians, length)
              }
              (output + start + i).update(from: medians, count: length)
            }
          }
        }
      }
    }
  }
}

@inline(__always) private func smaller(_ a: UInt8, _ b: UInt8) -> UInt8 { b < a ? b : a }
@inline(__always) private func larger(_ a: UInt8, _ b: UInt8) -> UInt8 { b > a ? b : a }

/// Three values in order.
private struct Sorted {
  let low: UInt8
  let middle: UInt8
  let high: UInt8

  @inline(__always)
  init(_ a: UInt8, _ b: UInt8, _ c: UInt8) {
    let (first, second) = (smaller(a, b), larger(a, b))
    let inner = smaller(second, c)
    low = smaller(first, inner)
    middle = larger(first, inner)
    high = larger(second, c)
  }
}

/// The middle of the largest low, the middle middle and the smallest high of three sorted columns
/// is the median of all nine (Smith, 1996).
@inline(__always)
private func median3(
  _ input: Bytes, _ rows: UnsafeBufferPointer<Int>, _ step: Int,
  into output: UnsafeMutablePointer<UInt8>, _ count: Int
) {
  let (a, b, c) = (input + rows[0], input + rows[1], input + rows[2])
  let (right, far) = (step, 2 * step)
  for i in 0..<count {
    let p = Sorted(a[i], b[i], c[i])
    let q = Sorted(a[i &+ right], b[i &+ right], c[i &+ right])
    let r = Sorted(a[i &+ far], b[i &+ far], c[i &+ far])
    let low = larger(larger(p.low, q.low), r.low)
    let high = smaller(smaller(p.high, q.high), r.high)
    output[i] = Sorted(low, Sorted(p.middle, q.middle, r.middle).middle, high).middle
  }
}

/// Forgetful selection: of any 14 of 25 values the smallest and the largest cannot be the median;
/// they are dropped, the next value joins the others, and so on until three are left.
@inline(__always)
private func median5(
  _ input: Bytes, _ rows: UnsafeBufferPointer<Int>, _ step: Int,
  into output: UnsafeMutablePointer<UInt8>, _ count: Int
) {
  let (a, b, c) = (input + rows[0], input + rows[1], input + rows[2])
  let (d, e) = (input + rows[3], input + rows[4])
  for i in 0..<count {
    var window = InlineBytes(
      values: [
        a[i], a[i &+ step], a[i &+ 2 &* step], a[i &+ 3 &* step], a[i &+ 4 &* step],
        b[i], b[i &+ step], b[i &+ 2 &* step], b[i &+ 3 &* step], b[i &+ 4 &* step],
        c[i], c[i &+ step], c[i &+ 2 &* step], c[i &+ 3 &* step],
      ])
    window.dropExtremes(14)
    window.values[13] = c[i &+ 4 &* step]
    window.dropExtremes(13)
    window.values[13] = d[i]
    window.dropExtremes(12)
    window.values[13] = d[i &+ step]
    window.dropExtremes(11)
    window.values[13] = d[i &+ 2 &* step]
    window.dropExtremes(10)
    window.values[13] = d[i &+ 3 &* step]
    window.dropExtremes(9)
    window.values[13] = d[i &+ 4 &* step]
    window.dropExtremes(8)
    window.values[13] = e[i]
    window.dropExtremes(7)
    window.values[13] = e[i &+ step]
    window.dropExtremes(6)
    window.values[13] = e[i &+ 2 &* step]
    window.dropExtremes(5)
    window.values[13] = e[i &+ 3 &* step]
    window.dropExtremes(4)
    window.values[13] = e[i &+ 4 &* step]
    window.dropExtremes(3)
    output[i] = window.values[12]
  }
}

/// Up to 14 values; those still in play are the last ones.
private struct InlineBytes {
  var values: InlineArray<14, UInt8>

  /// Moves the smallest of the last `count` values to their front and the largest to their end,
  /// so that the next value may take the largest one's place.
  @inline(__always)
  mutating func dropExtremes(_ count: Int) {
    let first = 14 - count
    for i in first..<first + count / 2 { exchange(i, first + 13 - i) }
    for i in first + 1..<first + (count + 1) / 2 { exchange(first, i) }
    for i in first + count / 2..<13 { exchange(i, 13) }
  }

  @inline(__always)
  private mutating func exchange(_ low: Int, _ high: Int) {
    let (a, b) = (values[low], values[high])
    values[low] = smaller(a, b)
    values[high] = larger(a, b)
  }
}
