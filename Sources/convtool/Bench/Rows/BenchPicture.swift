import ConvCore
import Foundation
import RowLoopsBaseline

/// The picture to filter: structure like a photograph's, noise like a sensor's.
struct BenchPicture {
  /// The shape with one channel.
  let shape: ImageShape
  /// Gray, 8 bits.
  let bytes: [UInt8]
  /// The gray picture upright, upside down and mirrored, as three channels.
  let colors: [UInt8]
  /// Gray, 16 bits: the bytes times 257.
  let words: [UInt16]
  /// Gray, as floats.
  let floats: [Float]

  /// The shape with three channels.
  var colorShape: ImageShape {
    ImageShape(height: shape.height, width: shape.width, channels: 3)
  }

  init(_ size: Size2D) {
    let (height, width) = (size.height, size.width)
    shape = ImageShape(height: height, width: width, channels: 1)
    var generator = SplitMix64(seed: 1)
    let columns = (0..<width).map { sin(Double($0) / 97) }
    var bytes: [UInt8] = zeros(count: height * width)
    for y in 0..<height {
      let wave = 60 * cos(Double(y) / 61)
      for x in 0..<width {
        let square = (x / 250 + y / 250) % 2 == 1 ? 50.0 : 0
        let value = 128 + wave * columns[x] + square + BenchPicture.noise(&generator)
        bytes[y * width + x] = UInt8(min(max(value, 0), 255))
      }
    }
    self.bytes = bytes
    var floats: [Float] = zeros(count: bytes.count)
    var words: [UInt16] = zeros(count: bytes.count)
    for i in bytes.indices {
      floats[i] = Float(bytes[i])
      words[i] = 257 * UInt16(bytes[i])
    }
    self.floats = floats
    self.words = words
    var colors: [UInt8] = zeros(count: 3 * bytes.count)
    for y in 0..<height {
      for x in 0..<width {
        let pixel = 3 * (y * width + x)
        colors[pixel] = bytes[y * width + x]
        colors[pixel + 1] = bytes[(height - 1 - y) * width + x]
        colors[pixel + 2] = bytes[y * width + width - 1 - x]
      }
    }
    self.colors = colors
  }

  /// Noise of standard deviation 3, nearly normal: the sum of four uniform values.
  private static func noise(_ generator: inout SplitMix64) -> Double {
    var bits = generator.next()
    var sum = 0.0
    for _ in 0..<4 {
      sum += Double(bits & 0xffff) / 65536 - 0.5
      bits >>= 16
    }
    return sum * 3 * 3.0.squareRoot()
  }
}
