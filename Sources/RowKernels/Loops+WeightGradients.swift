import RowLoops

// The formula: sums[o, t, n] = Σ_{r, x} gradient[o, r, x, n] · input[offsets[t], r, x, n].
// The loop order: tiles of outputs × taps stay in registers over all rows and columns. The sums of
// the 16 images are kept apart, so that every register width adds in the same order.

/// Images of a batch that lie side by side.
private let images = 16

extension Loops {
  public static func weightGradients(
    _ input: Span<Float>, from base: Int, inputRow: Int, offsets: Span<Int>,
    _ gradient: Span<Float>, from gradientBase: Int, gradientRow: Int, gradientPlane: Int,
    outputs: Int, rows: Int, width: Int, into sums: inout MutableSpan<Float>, at start: Int
  ) {
    assert(sums.count >= start + outputs * offsets.count * images)
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
    let taps = offsets.count
    var o = 0
    while o < outputs {
      let isFull = o + 4 <= outputs
      var t = 0
      while t < taps {
        for part in 0..<images / lanes {
          if isFull && t + tapsPerTile <= taps {
            tile(o, t, part * lanes)
          } else {
            for k in o..<min(o + 4, outputs) {
              for tap in t..<min(t + tapsPerTile, taps) { single(k, tap, part * lanes) }
            }
          }
        }
        t += tapsPerTile
      }
      o += 4
    }
  }

  /// 4 outputs × 4 taps (2 with AVX2): as many sums as registers hold beside the factors.
  @inline(__always)
  private func tile(_ o: Int, _ t: Int, _ lane: Int) {
    var tile = zeros16()
    for row in 0..<rows {
      let g = gradient + o * gradientPlane + row * gradientRow + lane
      let x = input + row * inputRow + lane
      for column in 0..<width {
        let at = column * images
        var factors = zeros4()
        for k in 0..<4 { factors[k] = load(g + k * gradientPlane + at) }
        for j in 0..<tapsPerTile {
          let value = load(x + offsets[t + j] + at)
          for k in 0..<4 {
            tile[k * tapsPerTile + j] = product(tile[k * tapsPerTile + j], factors[k], value)
          }
        }
      }
    }
    for k in 0..<4 {
      for j in 0..<tapsPerTile {
        store(
          tile[k * tapsPerTile + j], sums + ((o + k) * offsets.count + t + j) * images + lane)
      }
    }
  }

  @inline(__always)
  private func single(_ o: Int, _ t: Int, _ lane: Int) {
    var sum = Vector.zero
    for row in 0..<rows {
      let g = gradient + o * gradientPlane + row * gradientRow + lane
      let x = input + offsets[t] + row * inputRow + lane
      for column in 0..<width {
        sum = product(sum, load(g + column * images), load(x + column * images))
      }
    }
    store(sum, sums + (o * offsets.count + t) * images + lane)
  }
}

@inline(__always) private var tapsPerTile: Int {
  #if LANES_16 || arch(arm64)
    4
  #else
    2
  #endif
}

/// `sum + a · b`, fused where the hardware fuses.
@inline(__always)
private func product(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}
