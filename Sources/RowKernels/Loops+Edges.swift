import RowLoops

extension Loops {
  public static func sumOfSquares(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int
  ) {
    assert(base + count <= min(x.count, y.count) && start + count <= output.count)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        output.withUnsafeMutableBufferPointer { output in
          guard let x = x.baseAddress, let y = y.baseAddress, let output = output.baseAddress
          else { return }
          let (dx, dy, sums) = (x + base, y + base, output + start)
          for i in 0..<count { sums[i] = dx[i] * dx[i] + dy[i] * dy[i] }
        }
      }
    }
  }

  public static func ridges(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, strengths: Span<Float>, rows: Span<Int>,
    low: Float, high: Float, into marks: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    assert(base + count <= min(x.count, y.count) && start + count <= marks.count)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        strengths.withUnsafeBufferPointer { strengths in
          rows.withUnsafeBufferPointer { rows in
            marks.withUnsafeMutableBufferPointer { marks in
              guard let x = x.baseAddress, let y = y.baseAddress,
                let strengths = strengths.baseAddress, let marks = marks.baseAddress
              else { return }
              let row = RidgeRow(
                x: x + base, y: y + base, above: strengths + rows[0], here: strengths + rows[1],
                below: strengths + rows[2], low: low, high: high)
              // By way of the stack: with seven rows in play the compiler would not prove that
              // the marks overlap none of them.
              withUnsafeTemporaryAllocation(of: Int32.self, capacity: block) { part in
                guard let part = part.baseAddress else { return }
                for i in stride(from: 0, to: count, by: block) {
                  let length = min(block, count - i)
                  for k in 0..<length { part[k] = row.mark(i &+ k) }
                  let to = marks + start + i
                  for k in 0..<length { to[k] = UInt8(truncatingIfNeeded: part[k]) }
                }
              }
            }
          }
        }
      }
    }
  }

  public static func places(
    of byte: UInt8, in row: Span<UInt8>, from base: Int, count: Int, offset: Int,
    into places: inout MutableSpan<Int>
  ) -> Int {
    assert(base + count <= row.count && count <= places.count)
    var found = 0
    row.withUnsafeBufferPointer { row in
      places.withUnsafeMutableBufferPointer { places in
        guard let row = row.baseAddress, let places = places.baseAddress else { return }
        let (bytes, chunk) = (row + base, 64)
        for i in stride(from: 0, to: count, by: chunk) {
          let length = min(chunk, count - i)
          // Most stretches hold none: one look at all their bytes tells.
          var hits: UInt8 = 0
          for k in 0..<length { hits |= bytes[i &+ k] == byte ? 1 : 0 }
          guard hits != 0 else { continue }
          for k in i..<i + length where bytes[k] == byte {
            places[found] = offset + k
            found += 1
          }
        }
      }
    }
    return found
  }

  public static func mask(
    of byte: UInt8, in row: Span<UInt8>, from base: Int, into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int
  ) {
    assert(base + count <= row.count && start + count <= output.count)
    row.withUnsafeBufferPointer { row in
      output.withUnsafeMutableBufferPointer { output in
        guard let row = row.baseAddress, let output = output.baseAddress else { return }
        for i in 0..<count { output[start &+ i] = row[base &+ i] == byte ? 255 : 0 }
      }
    }
  }
}

/// Marks made at a time.
private let block = 256

/// One row of gradients and the strengths around it.
private struct RidgeRow {
  let x: Floats
  let y: Floats
  let above: Floats
  let here: Floats
  let below: Floats
  let low: Float
  let high: Float

  /// Every neighbour is loaded and two are selected: no branch on the data.
  @inline(__always)
  func mark(_ i: Int) -> Int32 {
    let (gx, gy) = (abs(x[i]), abs(y[i]))
    // tan 22.5° and tan 67.5° part the four directions.
    let isAlongX = gy < gx * 0.414_213_56
    let isAlongY = gy > gx * 2.414_213_5
    let fallsRight = (x[i] < 0) == (y[i] < 0)
    let diagonalBefore = fallsRight ? above[i &- 1] : above[i &+ 1]
    let diagonalAfter = fallsRight ? below[i &+ 1] : below[i &- 1]
    let steepBefore = isAlongY ? above[i] : diagonalBefore
    let steepAfter = isAlongY ? below[i] : diagonalAfter
    let before = isAlongX ? here[i &- 1] : steepBefore
    let after = isAlongX ? here[i &+ 1] : steepAfter
    let strength = here[i]
    let level: Int32 = strength > high ? 2 : 1
    let isStrong: Int32 = strength > low ? level : 0
    let isLarger: Int32 = strength > before ? isStrong : 0
    return strength >= after ? isLarger : 0
  }
}
