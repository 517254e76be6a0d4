import ConvCore
import Foundation
import ImageCodecs
import ImageFilters
import TestSupport

/// `tool_conventions.json`.
struct ToolFixture: Decodable {
  struct Picture: Decodable {
    let name, type: String
    let height, width, channels: Int
    let samples: [Float]

    var shape: ImageShape { ImageShape(height: height, width: width, channels: channels) }
    var sampleType: SampleType { SampleType(rawValue: type) ?? .float32 }
  }

  struct Case: Decodable, CustomStringConvertible {
    let like, picture, filter: String
    let raw: Bool
    let values: [Double]?
    let kernel: [[Double]]?
    let expected: [Double]

    var description: String {
      "\(like): \(filter) \(values ?? []) \(kernel ?? []) on \(picture)\(raw ? ", raw" : "")"
    }

    /// Our own filter of that name, or the kernel.
    func ownFilter() throws -> any ImageFilter {
      if let kernel { return .kernel(Kernel(rows: kernel)) }
      guard let entry = FilterCatalogue.named(filter) else { throw FilterError("no \(filter)") }
      return try entry.filter(values ?? [])
    }
  }

  let pictures: [Picture]
  let cases: [Case]

  /// Reads the fixture.
  static func load() throws -> ToolFixture {
    try Fixtures.load("tool_conventions.json", as: ToolFixture.self)
  }

  /// The answer of a plan to a picture of the fixture.
  func answer(to test: Case, threads: Int = 2) throws -> [Double] {
    guard let picture = pictures.first(where: { $0.name == test.picture }),
      let convention = ToolConvention.named(test.like)
    else { throw FilterError("no \(test.picture), or no \(test.like)") }
    let request = ToolRequest(
      convention, name: test.filter, values: test.values ?? [], filter: try test.ownFilter())
    let reader = PictureReader(picture)
    var options = RenderingOptions()
    options.format = test.raw ? .npy : .png
    let plan = try FilterPlan(
      info: reader.info, chain: FilterChain(try request.stages()), options: options)
    let sink = MemorySink()
    let writer = try makeWriter(plan.outputInfo, to: sink)
    _ = try plan.run(reader: reader, writer: writer, threads: threads)
    let back = try openImage(ByteSource(bytes: sink.bytes))
    return switch try back.readRows(back.info.shape.height) {
    case .uint8(let bytes): bytes.map(Double.init)
    case .uint16(let words): words.map(Double.init)
    case .float32(let floats): floats.map(Double.init)
    }
  }
}

/// Serves a picture of the fixture in its own type.
private final class PictureReader: ImageReader {
  let info: ImageInfo
  private let samples: SampleBuffer
  private let nextRow = Counter()

  init(_ picture: ToolFixture.Picture) {
    let type = picture.sampleType
    info = ImageInfo(
      format: type == .float32 ? .npy : .png, shape: picture.shape, sampleType: type,
      hasAlpha: false)
    samples =
      switch type {
      case .uint8: .uint8(picture.samples.map { UInt8($0) })
      case .uint16: .uint16(picture.samples.map { UInt16($0) })
      case .float32: .float32(picture.samples)
      }
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    let start = nextRow.advance(by: count) * info.shape.rowLength
    return samples.slice(start..<start + count * info.shape.rowLength)
  }
}
