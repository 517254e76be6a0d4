internal import RowLoops

extension Loops {
  package static func addMoments(
    _ input: Span<Float>, from base: Int, pivots: Span<Double>, from origin: Int, sign: Double,
    sums: inout MutableSpan<Double>, squares: inout MutableSpan<Double>, at start: Int, count: Int
  ) {
    requireRange(base, count, of: input.count)
    requireRange(origin, count, of: pivots.count)
    requireRange(start, count, of: sums.count)
    requireRange(start, count, of: squares.count)
    input.withUnsafeBufferPointer { input in
      pivots.withUnsafeBufferPointer { pivots in
        sums.withUnsafeMutableBufferPointer { sums in
          squares.withUnsafeMutableBufferPointer { squares in
            guard let input = input.baseAddress, let pivots = pivots.baseAddress,
              let sums = sums.baseAddress, let squares = squares.baseAddress
            else { return }
            let (x, pivot, sum, square) = (
              input + base, pivots + origin, sums + start, squares + start
            )
            for i in 0..<count {
              let d = Double(x[i]) - pivot[i]
              let signed = sign * d
              sum[i] += signed
              square[i] += signed * d
            }
          }
        }
      }
    }
  }

  package static func sumRun(
    _ columns: Span<Double>, from base: Int, width: Int, step: Int,
    work: inout MutableSpan<Double>, into output: inout MutableSpan<Double>, at start: Int,
    count: Int
  ) {
    precondition(width > 0 && step > 0)
    requireRange(base, count + (width - 1) * step, of: columns.count)
    requireRange(start, count, of: output.count)
    precondition(work.count >= momentWork + 4 * width * step)
    columns.withUnsafeBufferPointer { columns in
      work.withUnsafeMutableBufferPointer { work in
        output.withUnsafeMutableBufferPointer { output in
          guard let columns = columns.baseAddress, let work = work.baseAddress,
            let output = output.baseAddress
          else { return }
          // A piece is at least as long as a run: neighboring pieces sum shared values twice.
          let piece = width &* step > 1024 ? width &* step : 1024
          var first = 0
          while first < count {
            let length = count &- first < piece ? count &- first : piece
            sumPiece(
              columns + base + first, width, step, work, work + piece + width &* step,
              into: output + start + first, length)
            first = first &+ length
          }
        }
      }
    }
  }
}

/// Sums runs of 1, 2, 4, … neighbors, and adds those that make up the width.
@inline(__always)
private func sumPiece(
  _ columns: UnsafePointer<Double>, _ width: Int, _ step: Int,
  _ one: UnsafeMutablePointer<Double>, _ two: UnsafeMutablePointer<Double>,
  into output: UnsafeMutablePointer<Double>, _ length: Int
) {
  var (source, target, other) = (columns, one, two)
  var (run, offset, rest) = (1, 0, width)
  while true {
    if rest & 1 == 1 {
      let from = source + offset &* step
      if offset == 0 {
        for i in 0..<length { output[i] = from[i] }
      } else {
        for i in 0..<length { output[i] += from[i] }
      }
      offset = offset &+ run
    }
    rest >>= 1
    if rest == 0 { return }
    let neighbor = source + run &* step
    for i in 0..<length &+ (width &- 2 &* run) &* step { target[i] = source[i] + neighbor[i] }
    source = UnsafePointer(target)
    (target, other) = (other, target)
    run = 2 &* run
  }
}
