/// Transposes as many vectors as a vector has lanes.
///
/// Each round separates neighboring vectors into their even and their odd lanes.
@inline(__always)
func transposeVectors(
  _ from: Floats, _ inputStride: Int, _ to: MutableFloats, _ outputStride: Int
) {
  var rows = zeros16()
  for i in 0..<lanes { rows[i] = load(from + i * inputStride) }
  for _ in 0..<lanes.trailingZeroBitCount {
    var next = zeros16()
    for i in 0..<lanes / 2 {
      let (a, b) = (rows[2 * i], rows[2 * i + 1])
      next[i] = Vector(lowHalf: a.evenHalf, highHalf: b.evenHalf)
      next[i + lanes / 2] = Vector(lowHalf: a.oddHalf, highHalf: b.oddHalf)
    }
    rows = next
  }
  for i in 0..<lanes { store(rows[i], to + i * outputStride) }
}
