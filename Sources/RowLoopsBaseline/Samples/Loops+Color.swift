internal import RowLoops

extension Loops {
  package static func mixChannels(
    _ input: Span<Float>, from base: Int, channels: Int, weights: Span<Float>,
    into output: inout MutableSpan<Float>, at start: Int, outputChannels: Int, count: Int
  ) {
    precondition(base >= 0 && start >= 0 && channels > 0 && outputChannels > 0)
    precondition(base + count * channels <= input.count)
    precondition(
      weights.count <= channels
        && (count == 0 || start + (count - 1) * outputChannels < output.count))
    weights.withUnsafeBufferPointer { weights in
      unsafeRows(input, &output) { input, output in
        for i in 0..<count {
          let pixel = input + base + i * channels
          var sum: Float = 0
          for c in 0..<weights.count { sum = multiplyAdd(sum, weights[c], pixel[c]) }
          output[start + i * outputChannels] = sum
        }
      }
    }
  }

  package static func premultiply(
    _ pixels: inout MutableSpan<Float>, at start: Int, channels: Int, opaque: Float, count: Int
  ) {
    precondition(channels > 0)
    unsafeRow(&pixels, at: start, count: count * channels) { pixels in
      for i in 0..<count {
        let pixel = pixels + i * channels
        let coverage = pixel[channels - 1] / opaque
        for c in 0..<channels - 1 { pixel[c] *= coverage }
      }
    }
  }

  package static func unpremultiply(
    _ pixels: inout MutableSpan<Float>, at start: Int, channels: Int, opaque: Float, count: Int
  ) {
    precondition(channels > 0)
    unsafeRow(&pixels, at: start, count: count * channels) { pixels in
      for i in 0..<count {
        let pixel = pixels + i * channels
        let coverage = pixel[channels - 1] / opaque
        for c in 0..<channels - 1 { pixel[c] = coverage > 0 ? pixel[c] / coverage : 0 }
      }
    }
  }
}
