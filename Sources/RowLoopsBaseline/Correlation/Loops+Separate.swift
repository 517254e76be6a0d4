internal import RowLoops

extension Loops {
  package static func separateChannels(
    _ input: Span<Float>, channels: Int, into output: inout MutableSpan<Float>, at start: Int,
    planeStride: Int, count: Int
  ) {
    guard channels > 0, count > 0 else { return }
    precondition(channels <= 16 && start >= 0 && planeStride >= 0 && input.count >= 16 * count)
    requireRange(start, (channels - 1) * planeStride + count, of: output.count)
    unsafeRows(input, &output) { input, output in
      var pixel = 0
      // Whole squares are transposed in registers; what remains is copied one by one.
      while pixel + lanes <= count {
        var channel = 0
        while channel + lanes <= channels {
          transposeVectors(
            input + (16 * pixel + channel), 16, output + (start + channel * planeStride + pixel),
            planeStride)
          channel += lanes
        }
        copy(input, channel..<channels, pixel..<pixel + lanes, output + start, planeStride)
        pixel += lanes
      }
      copy(input, 0..<channels, pixel..<count, output + start, planeStride)
    }
  }

  @inline(__always)
  private static func copy(
    _ input: Floats, _ channels: Range<Int>, _ pixels: Range<Int>, _ output: MutableFloats,
    _ planeStride: Int
  ) {
    for channel in channels {
      for pixel in pixels { output[channel * planeStride + pixel] = input[16 * pixel + channel] }
    }
  }
}
