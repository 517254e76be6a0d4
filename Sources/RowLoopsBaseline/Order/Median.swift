/// Computes the mean of the taps of two ranks for each lane; the ranks are equal or neighbors.
@inline(__always)
func values(
  _ input: Floats, _ offsets: UnsafeBufferPointer<Int>, ranks: (lower: Int, upper: Int),
  into output: MutableFloats, count: Int
) {
  let window = UnsafeMutablePointer<Vector>.allocate(capacity: offsets.count)
  defer { window.deallocate() }
  var i = 0
  while i < count {
    let valid = min(lanes, count - i)
    for t in 0..<offsets.count { window[t] = load(input + offsets[t] + i, valid) }
    let middle =
      offsets.count <= sortingLimit
      ? sortedMiddle(window, offsets.count, ranks) : selectedMiddle(window, offsets.count, ranks)
    for lane in 0..<valid { output[i + lane] = middle[lane] }
    i += lanes
  }
}

/// The largest number of taps n for which sorting with n²·3/8 exchanges costs less than 32 passes
/// over the window.
private let sortingLimit = 85

/// Loads the first `valid` lanes, and fills the other lanes with the first value.
///
/// Memory after the end of a row is never read.
@inline(__always)
func load(_ pointer: Floats, _ valid: Int) -> Vector {
  if valid == lanes { return load(pointer) }
  var partial = Vector(repeating: pointer[0])
  for lane in 1..<max(valid, 1) { partial[lane] = pointer[lane] }
  return partial
}

/// Sorts partially by bubble sort of whole vectors.
///
/// After k rounds the k largest taps are at the end, or the k smallest at the start, in every lane,
/// without data-dependent branches.
@inline(__always)
private func sortedMiddle(
  _ window: UnsafeMutablePointer<Vector>, _ n: Int, _ ranks: (lower: Int, upper: Int)
) -> Vector {
  if 2 &* ranks.lower &+ 1 >= n - 1 {
    var end = n - 1
    while end >= max(ranks.lower, 1) {
      for t in 0..<end { exchange(window, t) }
      end -= 1
    }
  } else {
    var begin = 0
    while begin <= min(ranks.upper, n - 2) {
      for t in (begin..<n - 1).reversed() { exchange(window, t) }
      begin += 1
    }
  }
  return ranks.lower == ranks.upper
    ? window[ranks.lower]
    : (window[ranks.lower] + window[ranks.upper]) * Vector(repeating: 0.5)
}

@inline(__always)
private func exchange(_ window: UnsafeMutablePointer<Vector>, _ t: Int) {
  let (a, b) = (window[t], window[t + 1])
  window[t] = smaller(a, b)
  window[t + 1] = larger(a, b)
}

/// Selects a value bit by bit.
///
/// The key of the result is built from its highest bit down; each of the 32 passes counts the taps
/// below the candidate key.
@inline(__always)
private func selectedMiddle(
  _ window: UnsafeMutablePointer<Vector>, _ n: Int, _ ranks: (lower: Int, upper: Int)
) -> Vector {
  let lower = selected(window, n, rank: Int32(ranks.lower))
  if ranks.lower == ranks.upper { return lower }
  return (lower + selected(window, n, rank: Int32(ranks.upper))) * Vector(repeating: 0.5)
}

@inline(__always)
private func selected(
  _ window: UnsafeMutablePointer<Vector>, _ n: Int, rank: Int32
) -> Vector {
  // Signed keys have the order of the floats; the sign bit is decided first, then the other bits.
  var key = Keys(repeating: Int32.min)
  for bit in 0..<32 {
    let candidate = bit == 0 ? Keys.zero : key | Keys(repeating: Int32(1) << (31 - Int32(bit)))
    var below = Keys.zero
    for t in 0..<n { below.replace(with: below &+ 1, where: ordered(window[t]) .< candidate) }
    key.replace(with: candidate, where: below .<= Keys(repeating: rank))
  }
  return unsafeBitCast(key ^ ((key &>> 31) & Keys(repeating: Int32.max)), to: Vector.self)
}

/// Converts floats to integers in the same order: the bits of negative floats are inverted.
@inline(__always)
private func ordered(_ x: Vector) -> Keys {
  let bits = unsafeBitCast(x, to: Keys.self)
  return bits ^ ((bits &>> 31) & Keys(repeating: Int32.max))
}
