import RowLoops
import Testing

@Suite("Loops of boxes over bytes")
struct BoxLoopsTests {
  private let at = Builds.start

  @Test("rows enter the sums of columns and leave them")
  func columns() {
    for count in Builds.counts {
      let (gain, loss) = (Values.bytes(count + 2), Values.bytes(count + 1, seed: 2))
      let sums = (0..<count).map { UInt16(300 + $0 * 101) }
      let added = (0..<count).map { sums[$0] + UInt16(gain[2 + $0]) }
      let moved = (0..<count).map { added[$0] - UInt16(loss[1 + $0]) }
      Builds.expect(added, "16 bits, \(count) values") {
        for i in 0..<count { $1[at + i] = sums[i] }
        $0.addRow(&$1, at: at, gain.span, from: 2, count: count)
      }
      Builds.expect(moved, "16 bits, \(count) values") {
        for i in 0..<count { $1[at + i] = sums[i] }
        $0.slideSums(
          &$1, at: at, entering: gain.span, from: 2, leaving: loss.span, from: 1, count: count)
      }
      // Above what 16 bits hold.
      let high: UInt32 = 100_000
      Builds.expect(added.map { UInt32($0) + high }, "32 bits, \(count) values") {
        for i in 0..<count { $1[at + i] = UInt32(sums[i]) + high }
        $0.addRow(&$1, at: at, gain.span, from: 2, count: count)
      }
      Builds.expect(moved.map { UInt32($0) + high }, "32 bits, \(count) values") {
        for i in 0..<count { $1[at + i] = UInt32(sums[i]) + high }
        $0.slideSums(
          &$1, at: at, entering: gain.span, from: 2, leaving: loss.span, from: 1, count: count)
      }
    }
  }

  /// Widths that are powers of two, one less, one more, prime, and of several factors.
  private static let widths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 16, 24, 31]

  private func sums(_ columns: [Int], width: Int, step: Int, count: Int) -> [Int] {
    (0..<count).map { i in (0..<width).reduce(0) { $0 + columns[i + $1 * step] } }
  }

  @Test("neighbors are summed exactly, then scaled", arguments: widths)
  func boxSums(width: Int) {
    for step in [1, 3] {
      for count in Builds.counts + [600] {
        let columns = Values.whole(count + (width - 1) * step, in: 0...60_000).map { UInt32($0) }
        let scale = Float(1) / Float(width * width)
        let expected = sums(columns.map { Int($0) }, width: width, step: step, count: count).map {
          Double(Float($0) * scale)
        }
        var work = [UInt32](repeating: 9, count: BoxWork.count(width: width, step: step))
        Builds.expect(expected, within: 0, inAllBuilds: true, "step \(step), \(count) values") {
          var span = work.mutableSpan
          $0.boxSums(
            columns.span, work: &span, width: width, step: step, scale: scale, into: &$1, at: at,
            count: count)
        }
      }
    }
  }

  @Test("means are rounded to bytes, ties to even", arguments: widths)
  func boxBytes(width: Int) {
    for step in [1, 3] {
      for count in Builds.counts + [1023, 1024, 1030] {
        // The sums of all columns of a window fit 16 bits.
        let columns = Values.whole(count + (width - 1) * step, in: 0...(65_535 / width)).map {
          UInt16($0)
        }
        // Powers of two leave many means in the middle between two bytes; the largest are clipped.
        let scale = Float(1) / 256
        let expected = sums(columns.map { Int($0) }, width: width, step: step, count: count).map {
          UInt8(min((Float($0) * scale).rounded(.toNearestOrEven), 255))
        }
        var work = [UInt16](repeating: 9, count: BoxWork.count(width: width, step: step))
        Builds.expect(expected, "step \(step), \(count) values") {
          var span = work.mutableSpan
          $0.boxBytes(
            columns.span, work: &span, width: width, step: step, scale: scale, into: &$1, at: at,
            count: count)
        }
        // Sums above 16 bits.
        let wide = columns.map { UInt32($0) * 256 }
        var wideWork = [UInt32](repeating: 9, count: BoxWork.count(width: width, step: step))
        Builds.expect(expected, "32 bits, step \(step), \(count) values") {
          var span = wideWork.mutableSpan
          $0.boxBytes(
            wide.span, work: &span, width: width, step: step, scale: scale / 256, into: &$1,
            at: at, count: count)
        }
      }
    }
  }

  @Test("rows of 16 bits enter the sums of columns and leave them")
  func wordColumns() {
    for count in Builds.counts {
      let gain = Values.whole(count + 2, in: 0...65_535).map { UInt16($0) }
      let loss = Values.whole(count + 1, in: 0...65_535, seed: 2).map { UInt16($0) }
      let sums = (0..<count).map { UInt32(70_000 + $0 * 101) }
      let added = (0..<count).map { sums[$0] + UInt32(gain[2 + $0]) }
      let moved = (0..<count).map { added[$0] - UInt32(loss[1 + $0]) }
      Builds.expect(added, "\(count) values") {
        for i in 0..<count { $1[at + i] = sums[i] }
        $0.addRow(&$1, at: at, gain.span, from: 2, count: count)
      }
      Builds.expect(moved, "\(count) values") {
        for i in 0..<count { $1[at + i] = sums[i] }
        $0.slideSums(
          &$1, at: at, entering: gain.span, from: 2, leaving: loss.span, from: 1, count: count)
      }
    }
  }

  @Test("windows wider than a block")
  func wide() {
    let (width, step, count) = (301, 3, 2500)
    let columns = Values.whole(count + (width - 1) * step, in: 0...60_000).map { UInt32($0) }
    let expected = sums(columns.map { Int($0) }, width: width, step: step, count: count).map {
      Double(Float($0))
    }
    var work = [UInt32](repeating: 9, count: BoxWork.count(width: width, step: step))
    Builds.expect(expected, within: 0, inAllBuilds: true, "\(width) columns") {
      var span = work.mutableSpan
      $0.boxSums(
        columns.span, work: &span, width: width, step: step, scale: 1, into: &$1, at: at,
        count: count)
    }
  }
}
