package import RowLoops

// The formula: output[n, o] = Σ_t weights[t, o] · input[offsets[t] + n] + biases[o], with the
// channels o in the lanes.
//
// The loop order: up to 12 pixels are summed in registers over all taps. Each tap loads one vector
// of weights and multiplies it by the value of each pixel, repeated over the lanes, so no lane is
// wasted where a row of the image ends.

/// Number of channels of a pixel that are adjacent in memory.
private let block = 16

/// Number of pixels in the widest tile: the sums, a vector of weights and a product fit the
/// registers.
@inline(__always) private var widest: Int {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    12
  #else
    8
  #endif
}

extension Loops {
  package static func correlateChannels(
    _ input: Span<Float>, from base: Int, _ grid: PixelGrid, offsets: Span<Int>,
    weights: Span<Float>, from first: Int, biases: Span<Float>, channels: Int, rectify: Bool,
    into output: inout MutableSpan<Float>, at start: Int
  ) {
    precondition(first >= 0 && start >= 0 && grid.inputRow >= 0 && grid.inputPixel >= 0)
    if grid.rows > 0 && grid.width > 0 {
      let reach = (grid.rows - 1) * grid.inputRow + (grid.width - 1) * grid.inputPixel + 1
      requireRanges(offsets, from: base, reach, of: input.count)
    }
    precondition(weights.count >= first + offsets.count * block && biases.count >= block)
    precondition(channels <= block && output.count >= start + grid.rows * grid.width * block)
    offsets.withUnsafeBufferPointer { offsets in
      weights.withUnsafeBufferPointer { weights in
        biases.withUnsafeBufferPointer { biases in
          unsafeRows(input, &output) { input, output in
            guard let weights = weights.baseAddress, let biases = biases.baseAddress else { return }
            for row in 0..<grid.rows {
              let row = PixelRow(
                input: input + (base &+ row &* grid.inputRow), step: grid.inputPixel,
                offsets: offsets, weights: weights + first, biases: biases, rectify: rectify,
                output: output + (start &+ row &* grid.width &* block), count: grid.width)
              row.run(channels: channels)
            }
          }
        }
      }
    }
  }
}

/// The arguments of one row.
private struct PixelRow {
  let input: Floats
  let step: Int
  let offsets: UnsafeBufferPointer<Int>
  let weights: Floats
  let biases: Floats
  let rectify: Bool
  let output: MutableFloats
  let count: Int

  @inline(__always)
  func run(channels: Int) {
    #if LANES_16
      // A vector of half the register width takes half the time of a whole one.
      if channels <= 8 {
        return run(0) { (x: SIMD8<Float>) in x.replacing(with: 0, where: x .< 0) }
      }
    #endif
    for lane in stride(from: 0, to: channels, by: lanes) {
      run(lane) { (x: Vector) in x.replacing(with: 0, where: x .< 0) }
    }
  }

  /// Computes the whole row in tiles of equal size: a tile of few pixels would wait for its sums.
  ///
  /// - Parameters:
  ///   - lane: The first of the channels that are computed.
  ///   - rectified: max(·, 0); the comparison needs a register whose width is known.
  @inline(__always)
  private func run<V: SIMD>(_ lane: Int, _ rectified: (V) -> V) where V.Scalar == Float {
    let tiles = (count &+ widest &- 1) / widest
    let size = (count &+ tiles &- 1) / tiles
    var pixel = 0
    while pixel < count {
      tile(lane, pixel, min(size, count &- pixel), rectified)
      pixel &+= size
    }
  }

  @inline(__always)
  private func tile<V: SIMD>(
    _ lane: Int, _ pixel: Int, _ size: Int, _ rectified: (V) -> V
  ) where V.Scalar == Float {
    switch size {
    case 12: sum(lane, pixel, 12, rectified)
    case 11: sum(lane, pixel, 11, rectified)
    case 10: sum(lane, pixel, 10, rectified)
    case 9: sum(lane, pixel, 9, rectified)
    case 8: sum(lane, pixel, 8, rectified)
    case 7: sum(lane, pixel, 7, rectified)
    case 6: sum(lane, pixel, 6, rectified)
    case 5: sum(lane, pixel, 5, rectified)
    case 4: sum(lane, pixel, 4, rectified)
    case 3: sum(lane, pixel, 3, rectified)
    case 2: sum(lane, pixel, 2, rectified)
    default: sum(lane, pixel, 1, rectified)
    }
  }

  /// Sums a tile whose number of pixels is a constant after inlining.
  @inline(__always)
  private func sum<V: SIMD>(
    _ lane: Int, _ pixel: Int, _ size: Int, _ rectified: (V) -> V
  ) where V.Scalar == Float {
    let o = V.zero
    var sums: InlineArray<12, V> = [o, o, o, o, o, o, o, o, o, o, o, o]
    let corner = input + pixel &* step
    for t in 0..<offsets.count {
      let weight = UnsafeRawPointer(weights + (t &* block &+ lane)).loadUnaligned(as: V.self)
      var x = corner + offsets[t]
      for n in 0..<size {
        sums[n] = multiplyAdd(sums[n], weight, V(repeating: x[(n & 3) &* step]))
        // Separate pointers for all pixels would not fit the registers.
        if n & 3 == 3 { x += 4 &* step }
      }
    }
    let bias = UnsafeRawPointer(biases + lane).loadUnaligned(as: V.self)
    let to = output + (pixel &* block &+ lane)
    for n in 0..<size { sums[n] += bias }
    if rectify { for n in 0..<size { sums[n] = rectified(sums[n]) } }
    for n in 0..<size {
      UnsafeMutableRawPointer(to + n &* block).storeBytes(of: sums[n], as: V.self)
    }
  }
}

@inline(__always)
private func multiplyAdd<V: SIMD>(_ sum: V, _ a: V, _ b: V) -> V where V.Scalar == Float {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}
