internal import RowLoops

// The formula: sums[o, t, n] = Σ_{r, x} gradient[o, r, x, n] · input[offsets[t], r, x, n].
//
// The loop order: tiles of outputs × taps stay in registers over all rows and columns. The sums of
// the 16 images are kept apart, so that every register width adds in the same order.

/// Number of images of a batch that are adjacent in memory.
private let images = 16

extension Loops {
  package static func weightGradients(
    _ input: Span<Float>, from base: Int, inputRow: Int, offsets: Span<Int>,
    _ gradient: Span<Float>, from gradientBase: Int, gradientRow: Int, gradientPlane: Int,
    outputs: Int, rows: Int, width: Int, into sums: inout MutableSpan<Float>, at start: Int
  ) {
    precondition(
      start >= 0 && outputs > 0 && rows > 0 && inputRow >= 0 && gradientRow >= 0
        && gradientPlane >= 0)
    requireRanges(offsets, from: base, (rows - 1) * inputRow + width * images, of: input.count)
    requireRange(
      gradientBase, (outputs - 1) * gradientPlane + (rows - 1) * gradientRow + width * images,
      of: gradient.count)
    precondition(sums.count >= start + outputs * offsets.count * images)
    offsets.withUnsafeBufferPointer { offsets in
      gradient.withUnsafeBufferPointer { gradient in
        unsafeRows(input, &sums) { input, sums in
          guard let gradient = gradient.baseAddress else { return }
          let pass = WeightGradientPass(
            input: input + base, inputRow: inputRow, offsets: offsets,
            gradient: gradient + gradientBase, gradientRow: gradientRow,
            gradientPlane: gradientPlane, rows: rows, width: width, sums: sums + start)
          pass.run(outputs: outputs)
        }
      }
    }
  }
}

private struct WeightGradientPass {
  let input: Floats
  let inputRow: Int
  let offsets: UnsafeBufferPointer<Int>
  let gradient: Floats
  let gradientRow: Int
  let gradientPlane: Int
  let rows: Int
  let width: Int
  let sums: MutableFloats

  @inline(__always)
  func run(outputs: Int) {
    var o = 0
    while o < outputs {
      for part in 0..<images / lanes { run(o, min(4, outputs - o), part * lanes) }
      o += 4
    }
  }

  /// Computes all taps of up to four outputs, in the widest tiles that leave no remainder if
  /// possible.
  @inline(__always)
  private func run(_ o: Int, _ outputs: Int, _ lane: Int) {
    let taps = offsets.count
    var t = 0
    if outputs == 4 {
      #if LANES_16 || arch(arm64)
        if taps % 4 != 0 && taps % 3 == 0 {
          while t < taps {
            tile3(o, t, lane)
            t += 3
          }
        }
        while t + 4 <= taps {
          tile4(o, t, lane)
          t += 4
        }
      #endif
      while t + 2 <= taps {
        tile2(o, t, lane)
        t += 2
      }
    }
    for tap in t..<taps {
      for k in o..<o + outputs { single(k, tap, lane) }
    }
  }

  // 4 outputs × 4, 3 or 2 taps: as many sums as registers can hold beside the factors. The 16
  // registers of AVX2 are enough for two taps.

  @inline(__always)
  private func tile4(_ o: Int, _ t: Int, _ lane: Int) {
    var tile = zeros16()
    for row in 0..<rows {
      let g = gradient + o * gradientPlane + row * gradientRow + lane
      let x = input + row * inputRow + lane
      for column in 0..<width {
        let at = column * images
        var factors = zeros4()
        for k in 0..<4 { factors[k] = load(g + k * gradientPlane + at) }
        for j in 0..<4 {
          let value = load(x + offsets[t + j] + at)
          for k in 0..<4 { tile[k * 4 + j] = fused(tile[k * 4 + j], factors[k], value) }
        }
      }
    }
    let (to, step) = (place(o, t, lane), offsets.count &* images)
    for k in 0..<4 {
      let row = to + k &* step
      store(tile[k * 4], row)
      store(tile[k * 4 + 1], row + images)
      store(tile[k * 4 + 2], row + 2 * images)
      store(tile[k * 4 + 3], row + 3 * images)
    }
  }

  @inline(__always)
  private func tile3(_ o: Int, _ t: Int, _ lane: Int) {
    var tile = zeros16()
    for row in 0..<rows {
      let g = gradient + o * gradientPlane + row * gradientRow + lane
      let x = input + row * inputRow + lane
      for column in 0..<width {
        let at = column * images
        let factors = factors(g + at)
        for j in 0..<3 {
          let value = load(x + offsets[t + j] + at)
          for k in 0..<4 { tile[k * 3 + j] = fused(tile[k * 3 + j], factors[k], value) }
        }
      }
    }
    let (to, step) = (place(o, t, lane), offsets.count &* images)
    for k in 0..<4 {
      let row = to + k &* step
      store(tile[k * 3], row)
      store(tile[k * 3 + 1], row + images)
      store(tile[k * 3 + 2], row + 2 * images)
    }
  }

  @inline(__always)
  private func tile2(_ o: Int, _ t: Int, _ lane: Int) {
    var tile = zeros8()
    for row in 0..<rows {
      let g = gradient + o * gradientPlane + row * gradientRow + lane
      let x = input + row * inputRow + lane
      let (x0, x1) = (x + offsets[t], x + offsets[t + 1])
      for column in 0..<width {
        let at = column * images
        let factors = factors(g + at)
        let (value0, value1) = (load(x0 + at), load(x1 + at))
        for k in 0..<4 {
          tile[k * 2] = fused(tile[k * 2], factors[k], value0)
          tile[k * 2 + 1] = fused(tile[k * 2 + 1], factors[k], value1)
        }
      }
    }
    let (to, step) = (place(o, t, lane), offsets.count &* images)
    for k in 0..<4 {
      store(tile[k * 2], to + k &* step)
      store(tile[k * 2 + 1], to + k &* step + images)
    }
  }

  /// One position of the gradients of four outputs.
  @inline(__always)
  private func factors(_ g: Floats) -> InlineArray<4, Vector> {
    [load(g), load(g + gradientPlane), load(g + 2 * gradientPlane), load(g + 3 * gradientPlane)]
  }

  @inline(__always)
  private func place(_ o: Int, _ t: Int, _ lane: Int) -> MutableFloats {
    sums + (o * offsets.count + t) * images + lane
  }

  @inline(__always)
  private func single(_ o: Int, _ t: Int, _ lane: Int) {
    var sum = Vector.zero
    for row in 0..<rows {
      let g = gradient + o * gradientPlane + row * gradientRow + lane
      let x = input + offsets[t] + row * inputRow + lane
      for column in 0..<width {
        sum = fused(sum, load(g + column * images), load(x + column * images))
      }
    }
    store(sum, place(o, t, lane))
  }
}
