import ConvCore
import TestSupport
import Testing

@Suite("Rows of an image")
struct ImageRowsTests {
  static let operations: [(name: String, operation: any RowOperation)] = [
    ("direct", Convolution([.random(height: 5, width: 3)], border: .symmetric)),
    ("strided", Convolution([.random(height: 4, width: 3)], stride: Stride2D(y: 2, x: 2))),
    ("valid", Convolution([.random(height: 3, width: 3)], outputSize: .valid)),
    (
      "separable",
      Convolution(
        [Kernel(vertical: [1, 2, 3], horizontal: [1, 1])], border: .constant(3), method: .separable)
    ),
    ("reflected", Convolution([.random(height: 9, width: 9)], border: .reflect101)),
    ("median", MedianFilter(side: 3)),
    ("bilateral", BilateralFilter(spatialSigma: 1, rangeSigma: 30)),
    ("pooling", Pooling(.average, size: Size2D(3), stride: Stride2D(y: 2, x: 2), ceilMode: true)),
  ]

  @Test("rows computed band by band are those of the whole image", arguments: operations.indices)
  func bandsEqualWhole(_ index: Int) throws {
    let operation = ImageRowsTests.operations[index].operation
    let image = Image.random(height: 23, width: 14, channels: 3)
    let whole = try operation(image)
    for bandHeight in [1, 4, 7] {
      var samples: [Float] = []
      for first in stride(from: 0, to: whole.shape.height, by: bandHeight) {
        let rows = first..<min(first + bandHeight, whole.shape.height)
        let needed = operation.inputRows(for: rows, of: image.shape)
        let start = needed.lowerBound * image.shape.rowLength
        let strip = ImageRows(
          shape: image.shape, rows: needed,
          samples: Array(image.samples[start..<start + needed.count * image.shape.rowLength]))
        samples += operation.rows(rows, of: RowSource(strip), engine: .preferred).samples
      }
      #expect(samples == whole.samples, "\(ImageRowsTests.operations[index].name), \(bandHeight)")
    }
  }

  @Test("samples begin as zeros, few and many", arguments: [0, 1, 1000, 3_000_001])
  func zeroSamples(_ count: Int) {
    // Room that was used before, which is what the next array of its size is likely to get.
    do { _ = [UInt8](repeating: 7, count: count) }
    for type in [SampleType.uint8, .uint16] {
      let samples = SampleBuffer(type: type, count: count)
      #expect(samples.count == count && samples == samples.filled(with: 0))
    }
  }
}

extension SampleBuffer {
  fileprivate func filled(with value: UInt8) -> SampleBuffer {
    switch self {
    case .uint8(let bytes): .uint8([UInt8](repeating: value, count: bytes.count))
    case .uint16(let words): .uint16([UInt16](repeating: UInt16(value), count: words.count))
    case .float32(let floats): .float32([Float](repeating: Float(value), count: floats.count))
    }
  }
}
