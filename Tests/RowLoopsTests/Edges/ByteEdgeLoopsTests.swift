import RowLoops
import Testing

@Suite("Loops of Canny's edges over bytes")
struct ByteEdgeLoopsTests {
  private let at = Builds.start

  @Test("Sobel's derivatives of bytes, in two steps", arguments: [1, 3])
  func sobel(step: Int) {
    for count in Builds.counts {
      let length = count + 2 * step
      let rows = [2, 2 * length + 2, length + 2]
      let input = Values.bytes(2 + 3 * length)
      func value(_ row: Int, _ i: Int) -> Int16 { Int16(input[rows[row] + i]) }
      let smooth = (0..<length).map { value(0, $0) + 2 * value(1, $0) + value(2, $0) }
      let rise = (0..<length).map { value(2, $0) - value(0, $0) }
      Builds.expect(smooth + [77] + rise, "columns, \(count) values") {
        $0.sobelColumns(
          input.span, rows: rows.span, into: &$1, at: at, plane: length + 1, count: length)
      }
      let gradients = (0..<count).map {
        EdgeLoopsTests.gradient(input.map { Int($0) }, rows, $0, step: step)
      }
      let columns = smooth + rise
      Builds.expect(
        gradients.map { Int16($0.x) } + [77, 77] + gradients.map { Int16($0.y) }, "\(count) values"
      ) {
        $0.sobel(
          columns.span, columnPlane: length, step: step, into: &$1, at: at, plane: count + 2,
          count: count)
      }
    }
  }

  @Test("of each pixel's gradients the largest is taken, of equal ones the first")
  func strongest() {
    for channels in [1, 2, 3, 4] {
      for count in Builds.counts {
        let plane = count * channels + 3
        let input = Values.words(plane + count * channels, in: -3...3).map { $0 * 340 }
        let best = (0..<count).map { i in
          (0..<channels).map { c in
            (x: input[i * channels + c], y: input[plane + i * channels + c])
          }.enumerated().max { a, b in
            let (left, right) = (squared(a.element), squared(b.element))
            return left == right ? a.offset > b.offset : left < right
          }?.element ?? (x: 0, y: 0)
        }
        Builds.expect(best.map(\.x) + [77] + best.map(\.y), "\(channels) channels, \(count)") {
          $0.strongest(
            input.span, inputPlane: plane, channels: channels, into: &$1, at: at, plane: count + 1,
            count: count)
        }
      }
    }
  }

  private func squared(_ gradient: (x: Int16, y: Int16)) -> Int {
    Int(gradient.x) * Int(gradient.x) + Int(gradient.y) * Int(gradient.y)
  }

  @Test("groups that may hold a steep place are listed in order")
  func steepGroups() {
    for count in Builds.counts + [959, 960, 961, 1000] {
      let plane = count + 1
      // Steep places are few.
      let gradient = Values.words(3 + plane + count, in: -1020...1020).enumerated().map {
        $0.offset % 37 == 5 ? $0.element : $0.element / 8
      }
      let steep = (0..<count).filter { i in
        let (x, y) = (abs(Int(gradient[3 + i])), abs(Int(gradient[3 + plane + i])))
        return 2 * max(x, y) + min(x, y) > 700
      }
      let expected = Set(steep.map { $0 / 16 }).sorted()
      Builds.expect(expected, "\(count) values") { loops in
        var groups = [Int](repeating: -1, count: (count + 15) / 16 + 1)
        var span = groups.mutableSpan
        let found = loops.steepGroups(
          gradient.span, from: 3, plane: plane, bound: 700, into: &span, count: count)
        return Array(groups.prefix(found))
      }
    }
  }

  @Test("ridges are marked in the groups that are asked for, and nowhere else")
  func ridges() {
    let (groups, found) = ([0, 1, 3, 4, 9, 12], 5)
    let length = 10 * 16 + 2
    let rows = [1, length + 1, 2 * length + 1]
    let plane = 3 * length
    // Few levels: many neighbors are equal.
    let gradient = Values.words(6 * length, in: -2...2).map { $0 * 300 }
    func strength(_ row: Int, _ i: Int) -> Int {
      squared((x: gradient[rows[row] + i], y: gradient[plane + rows[row] + i]))
    }
    let (low, high) = (100_000, 400_000)
    var (weak, strong) = ([UInt64](repeating: 0, count: 3), [UInt64](repeating: 0, count: 3))
    for i in groups.prefix(found).flatMap({ 16 * $0..<16 * $0 + 16 }) {
      let here = strength(1, i)
      let (x, y) = (Double(gradient[rows[1] + i]), Double(gradient[plane + rows[1] + i]))
      let (row, column) = EdgeLoopsTests.neighbor(x, y)
      guard here > low, here > strength(1 - row, i - column),
        here >= strength(1 + row, i + column)
      else { continue }
      weak[i / 64] |= 1 << UInt64(i % 64)
      if here > high { strong[i / 64] |= 1 << UInt64(i % 64) }
    }
    #expect(weak.contains { $0 != 0 } && strong.contains { $0 != 0 } && weak != strong)
    for isStrong in [false, true] {
      Builds.expect(isStrong ? strong : weak, "strong: \(isStrong)") { loops, output in
        for word in 0..<3 { output[at + word] = 0 }
        var other = [UInt64](repeating: 0, count: at + 3)
        var span = other.mutableSpan
        if isStrong {
          loops.ridges(
            gradient.span, rows: rows.span, plane: plane, groups: groups.span, found: found,
            low: Int32(low), high: Int32(high), into: &span, &output, at: at)
        } else {
          loops.ridges(
            gradient.span, rows: rows.span, plane: plane, groups: groups.span, found: found,
            low: Int32(low), high: Int32(high), into: &output, &span, at: at)
        }
      }
    }
  }

  @Test("bits become bytes of 255")
  func mask() {
    let words: [UInt64] = [7, 0x8000_0000_0000_0001, 0, 0xF0F0_1234_5678_9ABC, .max]
    for count in Builds.counts + [200, 256] {
      let expected = (0..<count).map { i -> UInt8 in
        words[1 + i / 64] >> UInt64(i % 64) & 1 == 1 ? 255 : 0
      }
      Builds.expect(expected, "\(count) values") {
        $0.mask(words.span, from: 1, into: &$1, at: at, count: count)
      }
    }
  }
}
