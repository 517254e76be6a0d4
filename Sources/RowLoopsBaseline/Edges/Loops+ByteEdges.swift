internal import RowLoops

/// Number of magnitudes estimated at a time.
private let block = 960

extension Loops {
  package static func sobelColumns(
    _ input: Span<UInt8>, rows: Span<Int>, into columns: inout MutableSpan<Int16>, at start: Int,
    plane: Int, count: Int
  ) {
    precondition(rows.count == 3 && start >= 0 && plane >= 0)
    requireRanges(rows, from: 0, count, of: input.count)
    precondition(start + plane + count <= columns.count)
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        columns.withUnsafeMutableBufferPointer { columns in
          guard let input = input.baseAddress, let columns = columns.baseAddress else { return }
          let (above, here, below) = (input + rows[0], input + rows[1], input + rows[2])
          let (smooth, rise) = (columns + start, columns + start + plane)
          for i in 0..<count {
            let (a, b, c) = (Int16(above[i]), Int16(here[i]), Int16(below[i]))
            smooth[i] = a &+ b &+ b &+ c
            rise[i] = c &- a
          }
        }
      }
    }
  }

  package static func sobel(
    _ columns: Span<Int16>, columnPlane: Int, step: Int, into gradient: inout MutableSpan<Int16>,
    at start: Int, plane: Int, count: Int
  ) {
    precondition(columnPlane >= 0 && step >= 0 && start >= 0 && plane >= 0)
    precondition(columnPlane + count + 2 * step <= columns.count)
    precondition(start + plane + count <= gradient.count)
    columns.withUnsafeBufferPointer { columns in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let smooth = columns.baseAddress, let gradient = gradient.baseAddress
        else { return }
        let rise = smooth + columnPlane
        let (x, y) = (gradient + start, gradient + start + plane)
        for i in 0..<count {
          x[i] = smooth[i &+ 2 &* step] &- smooth[i]
          y[i] = rise[i] &+ rise[i &+ step] &+ rise[i &+ step] &+ rise[i &+ 2 &* step]
        }
      }
    }
  }

  package static func strongest(
    _ gradients: Span<Int16>, inputPlane: Int, channels: Int,
    into gradient: inout MutableSpan<Int16>, at start: Int, plane: Int, count: Int
  ) {
    precondition(inputPlane >= 0 && start >= 0 && plane >= 0)
    precondition(inputPlane + count * channels <= gradients.count)
    precondition(start + plane + count <= gradient.count)
    gradients.withUnsafeBufferPointer { gradients in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let input = gradients.baseAddress, let output = gradient.baseAddress else { return }
        for i in 0..<count {
          let pixel = input + i * channels
          var (x, y) = (pixel[0], pixel[inputPlane])
          var best = squared(x, y)
          for c in 1..<max(channels, 1) {
            let (otherX, otherY) = (pixel[c], pixel[inputPlane + c])
            let other = squared(otherX, otherY)
            let isLarger = other > best
            x = isLarger ? otherX : x
            y = isLarger ? otherY : y
            best = isLarger ? other : best
          }
          output[start + i] = x
          output[start + plane + i] = y
        }
      }
    }
  }

  package static func steepGroups(
    _ gradient: Span<Int16>, from base: Int, plane: Int, bound: Int16,
    into groups: inout MutableSpan<Int>, count: Int
  ) -> Int {
    precondition(base >= 0 && plane >= 0)
    precondition(base + plane + count <= gradient.count && (count + 15) / 16 < groups.count)
    var found = 0
    gradient.withUnsafeBufferPointer { gradient in
      groups.withUnsafeMutableBufferPointer { groups in
        guard let gradient = gradient.baseAddress, let groups = groups.baseAddress else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: block + 64) { steep in
          guard let steep = steep.baseAddress else { return }
          for i in stride(from: 0, to: count, by: block) {
            let length = min(block, count - i)
            let (x, y) = (gradient + base + i, gradient + base + plane + i)
            for k in 0..<length {
              let (u, v) = (wrappingMagnitude(x[k]), wrappingMagnitude(y[k]))
              let (larger, smaller) = (u > v ? u : v, u > v ? v : u)
              steep[k] = larger &+ larger &+ smaller > bound ? 1 : 0
            }
            for k in length..<length + 63 { steep[k] = 0 }
            for k in stride(from: 0, to: length, by: 64) {
              found = appendGroups(steep + k, (i + k) / 16, to: groups, found)
            }
          }
        }
      }
    }
    return found
  }

  package static func ridges(
    _ gradient: Span<Int16>, rows: Span<Int>, plane: Int, groups: Span<Int>, found: Int,
    low: Int32, high: Int32, into weak: inout MutableSpan<UInt64>,
    _ strong: inout MutableSpan<UInt64>, at start: Int
  ) {
    requireGroups(groups, found, rows: rows, plane: plane, of: gradient.count)
    precondition(start >= 0)
    if found > 0 {
      requireRange(start, groups[found - 1] / 4 + 1, of: min(weak.count, strong.count))
    }
    gradient.withUnsafeBufferPointer { gradient in
      rows.withUnsafeBufferPointer { rows in
        groups.withUnsafeBufferPointer { groups in
          weak.withUnsafeMutableBufferPointer { weak in
            strong.withUnsafeMutableBufferPointer { strong in
              guard let gradient = gradient.baseAddress, let weak = weak.baseAddress,
                let strong = strong.baseAddress
              else { return }
              let row = SlopeRow(
                above: gradient + rows[0], here: gradient + rows[1], below: gradient + rows[2],
                plane: plane, low: low, high: high)
              withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { marks in
                guard let marks = marks.baseAddress else { return }
                for index in 0..<found {
                  let group = groups[index]
                  for k in 0..<16 {
                    marks[k] = UInt8(truncatingIfNeeded: row.mark(16 &* group &+ k))
                  }
                  let bits = markBits(marks)
                  let (word, shift) = (start + group >> 2, UInt64(16 &* (group & 3)))
                  weak[word] |= UInt64(bits.weak) &<< shift
                  strong[word] |= UInt64(bits.strong) &<< shift
                }
              }
            }
          }
        }
      }
    }
  }

  package static func mask(
    _ words: Span<UInt64>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + (count + 63) / 64 <= words.count && start + count <= output.count)
    words.withUnsafeBufferPointer { words in
      output.withUnsafeMutableBufferPointer { output in
        guard let words = words.baseAddress, let output = output.baseAddress else { return }
        for i in stride(from: 0, to: count, by: 64) {
          let (word, to) = (words[base + i / 64], output + start + i)
          let length = min(64, count - i)
          if length == 64 && word == 0 {
            UnsafeMutableRawPointer(to).storeBytes(of: SIMD64<UInt8>.zero, as: SIMD64<UInt8>.self)
          } else if length == 64 {
            for k in 0..<8 {
              UnsafeMutableRawPointer(to).storeBytes(
                of: byteMask(word &>> UInt64(8 &* k)), toByteOffset: 8 &* k, as: UInt64.self)
            }
          } else {
            for k in 0..<length { to[k] = word &>> UInt64(k) & 1 == 0 ? 0 : 255 }
          }
        }
      }
    }
  }
}

/// Requires that groups of 16 positions and their neighbors lie in an array of `total` values, in
/// all three rows.
@inline(__always)
private func requireGroups(
  _ groups: Span<Int>, _ found: Int, rows: Span<Int>, plane: Int, of total: Int
) {
  precondition(rows.count == 3 && plane >= 0 && found >= 0 && found <= groups.count)
  // The groups are in ascending order.
  guard found > 0 else { return }
  precondition(groups[0] >= 0 && groups[found - 1] >= groups[0])
  requireRanges(
    rows, from: 16 * groups[0] - 1, 16 * (groups[found - 1] - groups[0] + 1) + 2 + plane, of: total)
}

@inline(__always)
private func squared(_ x: Int16, _ y: Int16) -> Int32 {
  Int32(x) &* Int32(x) &+ Int32(y) &* Int32(y)
}

// The standard library's `abs` traps at the smallest integer, and is therefore not vectorized.
@inline(__always) private func wrappingMagnitude(_ a: Int16) -> Int16 { a < 0 ? 0 &- a : a }
@inline(__always) private func wrappingMagnitude(_ a: Int32) -> Int32 { a < 0 ? 0 &- a : a }
@inline(__always) private func larger(_ a: Int32, _ b: Int32) -> Int32 { a > b ? a : b }

/// Appends the groups that hold a 1 among 64 bytes.
///
/// Most groups of 64 bytes hold no 1, which a single test of all 64 bytes detects.
@inline(__always)
private func appendGroups(
  _ steep: UnsafePointer<UInt8>, _ group: Int, to groups: UnsafeMutablePointer<Int>, _ found: Int
) -> Int {
  let raw = UnsafeRawPointer(steep)
  @inline(__always) func half(_ offset: Int) -> UInt64 {
    raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
  let (a, b, c, d) = (
    half(0) | half(8), half(16) | half(24), half(32) | half(40), half(48) | half(56)
  )
  if a | b | c | d == 0 { return found }
  // The index is written first and counted afterwards, so that no branch depends on the data.
  var found = found
  groups[found] = group
  found &+= a == 0 ? 0 : 1
  groups[found] = group &+ 1
  found &+= b == 0 ? 0 : 1
  groups[found] = group &+ 2
  found &+= c == 0 ? 0 : 1
  groups[found] = group &+ 3
  found &+= d == 0 ? 0 : 1
  return found
}

/// Expands the lowest eight bits to eight bytes, 255 for 1.
@inline(__always)
private func byteMask(_ bits: UInt64) -> UInt64 {
  let apart = ((bits & 0xff) &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
  return (((apart &+ 0x7f7f_7f7f_7f7f_7f7f) &>> 7) & 0x0101_0101_0101_0101) &* 255
}

/// One row of gradients and its neighboring rows.
private struct SlopeRow {
  let above: UnsafePointer<Int16>
  let here: UnsafePointer<Int16>
  let below: UnsafePointer<Int16>
  let plane: Int
  let low: Int32
  let high: Int32

  @inline(__always)
  private func strength(_ row: UnsafePointer<Int16>, _ i: Int) -> Int32 {
    squared(row[i], row[plane &+ i])
  }

  /// Computes the marks of 16 positions.
  ///
  /// All four pairs of neighbors are compared, and masks select one result: with conditions, the
  /// compiler would load one position after the other. The direction is that of the doubled angle:
  /// with c = x² − y² and s = 2xy the gradient is along x (|tan| < tan 22.5°) where c > |s|, along
  /// y where −c > |s|, otherwise along the diagonal given by the sign of s.
  @inline(__always)
  func mark(_ i: Int) -> Int32 {
    let (x, y) = (Int32(here[i]), Int32(here[plane &+ i]))
    let (xx, yy, s) = (x &* x, y &* y, 2 &* x &* y)
    let strength = xx &+ yy
    // All bits are 1 where the condition holds.
    let isRising = s &>> 31
    let isAlongX = (wrappingMagnitude(s) &- (xx &- yy)) &>> 31
    let isAlongY = (wrappingMagnitude(s) &+ (xx &- yy)) &>> 31
    // One comparison tests both s > before and s ≥ after.
    let falling = larger(self.strength(above, i &- 1), self.strength(below, i &+ 1) &- 1)
    let rising = larger(self.strength(above, i &+ 1), self.strength(below, i &- 1) &- 1)
    let vertical = larger(self.strength(above, i), self.strength(below, i) &- 1)
    let horizontal = larger(self.strength(here, i &- 1), self.strength(here, i &+ 1) &- 1)
    let diagonal = (rising & isRising) | (falling & ~isRising)
    let steep = (vertical & isAlongY) | (diagonal & ~isAlongY)
    let rival = (horizontal & isAlongX) | (steep & ~isAlongX)
    let level: Int32 = strength > high ? 3 : 1
    let isRidge: Int32 = strength > low ? level : 0
    return strength > rival ? isRidge : 0
  }
}
