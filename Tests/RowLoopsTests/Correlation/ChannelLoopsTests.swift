import ConvCore
import RowLoops
import Testing

@Suite("The loop for a single image through a network")
struct ChannelLoopsTests {
  /// From 1 pixel to more than two of the widest tiles.
  private static let widths = [1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 25]

  @Test("pixels are correlated with the filters in the lanes", arguments: [1, 7, 8, 9, 16])
  func correlateChannels(channels: Int) {
    let offsets = [0, 5, 2, 17]
    let weights = Values.real(3 + offsets.count * 16)
    let biases = Values.real(16, seed: 2)
    for width in ChannelLoopsTests.widths {
      for pixel in [1, 3] {
        let grid = PixelGrid(rows: 2, width: width, inputRow: width * pixel + 4, inputPixel: pixel)
        var input = Values.real(1 + grid.inputRow + (width - 1) * pixel + 18)
        if width == 13 { input[3] = .nan }
        for rectify in [false, true] {
          let expected = expected(grid, input, offsets, weights, biases, rectify: rectify)
          var first: [UInt32]?
          for engine in Engine.available {
            var output = [Float](repeating: 77.5, count: 2 + 2 * width * 16 + 40)
            var span = output.mutableSpan
            engine.loops.correlateChannels(
              input.span, from: 1, grid, offsets: offsets.span, weights: weights.span, from: 3,
              biases: biases.span, channels: channels, rectify: rectify, into: &span, at: 2)
            // Lanes behind the last channel hold anything.
            let used = channelsAlone(output[2..<2 + 2 * width * 16], channels)
            let wanted = channelsAlone(expected[...], channels)
            let agree = zip(used, wanted).allSatisfy { found, exact in
              exact.isNaN ? found.isNaN : abs(Double(found) - exact) < 1e-5
            }
            #expect(agree, "\(engine.name): \(grid), rectified: \(rectify)")
            #expect(output.prefix(2) == [77.5, 77.5], "\(engine.name): \(grid)")
            #expect(output.suffix(40).allSatisfy { $0 == 77.5 }, "\(engine.name): \(grid)")
            guard engine.name != "portable" else { continue }
            let bits = used.map { $0.isNaN ? UInt32.max : $0.bitPattern }
            #expect(bits == first ?? bits, "\(engine.name): \(grid): other bits")
            first = first ?? bits
          }
        }
      }
    }
  }

  @Test("one pixel of several blocks of filters has the bits of one block at a time")
  func correlatePixel() {
    let offsets = [0, 5, 2, 17, 9]
    let grid = PixelGrid(rows: 1, width: 1, inputRow: 0, inputPixel: 1)
    var input = Values.real(20)
    for blocks in [0, 1, 3, 8, 11, 16, 17] {
      let weights = Values.real(3 + blocks * offsets.count * 16)
      let biases = Values.real(blocks * 16, seed: 2)
      for (rectify, special) in [(false, 0.5), (true, -0.25), (true, Float.nan)] {
        input[6] = special
        Builds.expectEqual("\(blocks) blocks, rectified: \(rectify)", blocks * 16) {
          $0.correlatePixel(
            input.span, from: 1, offsets: offsets.span, weights: weights.span, from: 3,
            biases: biases.span, blocks: blocks, rectify: rectify, into: &$1, at: Builds.start)
        } _: {
          for block in 0..<blocks {
            $0.correlateChannels(
              input.span, from: 1, grid, offsets: offsets.span, weights: weights.span,
              from: 3 + block * offsets.count * 16,
              biases: biases.span.extracting(16 * block..<16 * block + 16), channels: 16,
              rectify: rectify, into: &$1, at: Builds.start + 16 * block)
          }
        }
      }
    }
  }

  /// The first lanes of each pixel.
  private func channelsAlone<Value>(_ pixels: ArraySlice<Value>, _ channels: Int) -> [Value] {
    pixels.enumerated().filter { $0.offset % 16 < channels }.map(\.element)
  }

  private func expected(
    _ grid: PixelGrid, _ input: [Float], _ offsets: [Int], _ weights: [Float], _ biases: [Float],
    rectify: Bool
  ) -> [Double] {
    var expected: [Double] = []
    for m in 0..<grid.rows {
      for n in 0..<grid.width {
        for o in 0..<16 {
          var sum = Double(biases[o])
          for (t, offset) in offsets.enumerated() {
            let value = input[1 + offset + m * grid.inputRow + n * grid.inputPixel]
            sum += Double(weights[3 + 16 * t + o]) * Double(value)
          }
          expected.append(rectify && sum < 0 ? 0 : sum)
        }
      }
    }
    return expected
  }
}
