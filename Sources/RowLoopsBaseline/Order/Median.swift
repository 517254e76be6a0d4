/// Returns the median of the taps for each lane.
@inline(__always)
func medians(
  _ input: Floats, _ offsets: UnsafeBufferPointer<Int>, into output: MutableFloats, count: Int
) {
  let window = UnsafeMutablePointer<Vector>.allocate(capacity: offsets.count)
  defer { window.deallocate() }
  var i = 0
  while i < count {
    let valid = min(lanes, count - i)
    for t in 0..<offsets.count { window[t] = load(input + offsets[t] + i, valid) }
    let middle =
      offsets.count <= sortingLimit
      ? sortedMiddle(window, offsets.count) : selectedMiddle(window, offsets.count)
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
/// After k rounds the k largest taps are at the end, in every lane, without data-dependent
/// branches.
@inline(__always)
private func sortedMiddle(_ window: UnsafeMutablePointer<Vector>, _ n: Int) -> Vector {
  let lower = (n - 1) / 2
  var end = n - 1
  while end >= max(lower, 1) {
    for t in 0..<end {
      let a = window[t]
      let b = window[t + 1]
      window[t] = smaller(a, b)
      window[t + 1] = larger(a, b)
    }
    end -= 1
  }
  return n % 2 == 1 ? window[lower] : (window[lower] + window[lower + 1]) * Vector(repeating: 0.5)
}

/// Selects the median bit by bit.
///
/// The key of the result is built from its highest bit down; each of the 32 passes counts the taps
/// below the candidate key.
@inline(__always)
private func selectedMiddle(_ window: UnsafeMutablePointer<Vector>, _ n: Int) -> Vector {
  let lower = selected(window, n, rank: Int32((n - 1) / 2))
  if n % 2 == 1 { return lower }
  return (lower + selected(window, n, rank: Int32(n / 2))) * Vector(repeating: 0.5)
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
