import ConvCore
import ImageCodecs
import ImageFilters
import TestSupport
import Testing

@Suite("Canny's edges")
struct CannyTests {
  private func edges(
    _ image: Image, _ low: Double, _ high: Double, sigma: Double? = nil, type: SampleType = .uint8
  ) throws -> Image {
    let stage = try FilterStage(
      name: "canny", definition: .canny(low: low, high: high, sigma: sigma),
      options: FilterOptions(), edge: type.maximum ?? 255)
    let info = ImageInfo(format: .png, shape: image.shape, sampleType: type, hasAlpha: false)
    let plan = try FilterPlan(
      info: info, chain: FilterChain([stage]), options: RenderingOptions())
    return try plan.response(reader: FloatReader(image, info), threads: 1)
  }

  private final class FloatReader: ImageReader {
    let info: ImageInfo
    private let image: Image
    private let row = Counter()

    init(_ image: Image, _ info: ImageInfo) {
      self.image = image
      self.info = info
    }

    func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
      let start = row.advance(by: count) * image.shape.rowLength
      let samples = image.samples[start..<start + count * image.shape.rowLength]
      return info.sampleType == .uint16
        ? .uint16(samples.map { UInt16($0) }) : .uint8(samples.map { UInt8($0) })
    }
  }

  @Test("a step has an edge one pixel wide all along")
  func step() throws {
    let image = Image(rows: (0..<6).map { _ in (0..<9).map { $0 < 4 ? 20 : 120 } })
    let edges = try edges(image, 50, 150)
    for row in 0..<6 {
      let marked = (0..<9).filter { edges[row, $0] == 255 }
      #expect(marked.count == 1 && (3...4).contains(marked[0]))
    }
  }

  @Test("a weak edge stays only where a strong one leads to it")
  func hysteresis() throws {
    // Two vertical steps: the left one fades downward from strong to weak, the right one is weak.
    let image = Image(
      rows: (0..<12).map { row in
        (0..<20).map { column in column < 5 ? (row < 3 ? 0 : 70) : (column < 14 ? 100 : 130) }
      })
    let edges = try edges(image, 60, 300)
    #expect((0..<12).allSatisfy { row in (3...6).contains { edges[row, $0] == 255 } })
    #expect((0..<12).allSatisfy { row in (12...16).allSatisfy { edges[row, $0] == 0 } })
  }

  @Test("16-bit pictures and thresholds 257 times as large have the same edges")
  func depth() throws {
    let image = Image.random(height: 14, width: 17)
    let deep = Image(shape: image.shape, samples: image.samples.map { $0 * 257 })
    let low = try edges(image, 100, 300)
    let high = try edges(deep, 25700, 77100, type: .uint16)
    #expect(low.samples.map { $0 > 0 } == high.samples.map { $0 > 0 })
    #expect(high.samples.max() == 65535)
  }

  @Test("smoothing first takes the edges of noise away")
  func smoothing() throws {
    let image = Image.random(height: 30, width: 30, in: 100...160)
    let rough = try edges(image, 60, 120).samples.count { $0 > 0 }
    let smooth = try edges(image, 60, 120, sigma: 2).samples.count { $0 > 0 }
    #expect(rough > 50 && smooth == 0)
  }
}
