internal import RowLoops

// A sum waits for the one before it: one pixel and one block of filters would leave the multipliers
// idle most of the time. Eight sums of as many blocks do not wait for each other.

/// Number of channels of a pixel that are adjacent in memory.
private let block = 16
/// Number of vectors of sums.
private let atOnce = 8

extension Loops {
  package static func correlatePixel(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>,
    from first: Int, biases: Span<Float>, blocks: Int, rectify: Bool,
    into output: inout MutableSpan<Float>, at start: Int
  ) {
    precondition(blocks >= 0 && first >= 0)
    requireRanges(offsets, from: base, 1, of: input.count)
    requireRange(first, blocks * offsets.count * block, of: weights.count)
    requireRange(start, blocks * block, of: output.count)
    precondition(biases.count >= blocks * block)
    offsets.withUnsafeBufferPointer { offsets in
      weights.withUnsafeBufferPointer { weights in
        biases.withUnsafeBufferPointer { biases in
          unsafeRows(input, &output) { input, output in
            guard let weights = weights.baseAddress, let biases = biases.baseAddress else { return }
            SinglePixel(
              input: input + base, offsets: offsets, weights: weights + first, biases: biases,
              rectify: rectify, output: output + start
            ).run(vectors: blocks &* (block / lanes))
          }
        }
      }
    }
  }
}

/// The arguments of one pixel.
private struct SinglePixel {
  let input: Floats
  let offsets: UnsafeBufferPointer<Int>
  let weights: Floats
  let biases: Floats
  let rectify: Bool
  let output: MutableFloats

  @inline(__always)
  func run(vectors: Int) {
    var vector = 0
    while vector &+ atOnce <= vectors {
      sum(vector, atOnce)
      vector = vector &+ atOnce
    }
    while vector < vectors {
      sum(vector, 1)
      vector = vector &+ 1
    }
  }

  /// The weights of a vector of sums.
  @inline(__always)
  private func weights(_ vector: Int) -> Floats {
    let each = block / lanes
    return weights + (vector / each &* offsets.count &* block &+ vector % each &* lanes)
  }

  /// Sums vectors whose number is a constant after inlining.
  @inline(__always)
  private func sum(_ first: Int, _ size: Int) {
    var sums = zeros8()
    for t in 0..<offsets.count {
      let x = Vector(repeating: input[offsets[t]])
      for k in 0..<size {
        sums[k] = fused(sums[k], load(weights(first &+ k) + t &* block), x)
      }
    }
    for k in 0..<size {
      let place = (first &+ k) &* lanes
      var result = sums[k] + load(biases + place)
      if rectify { result.replace(with: 0, where: result .< 0) }
      store(result, output + place)
    }
  }
}
