import ConvCore
import ImageCodecs
import Testing

@Suite("Writing matrices of numbers")
struct TextWriterTests {
  private func written(
    _ values: [Float], width: Int, _ format: ImageFormat, channels: Int = 1
  ) throws -> String {
    let shape = ImageShape(
      height: values.count / width / channels, width: width, channels: channels)
    let info = ImageInfo(format: format, shape: shape, sampleType: .float32, hasAlpha: false)
    let sink = MemorySink()
    let writer = try makeWriter(info, to: sink)
    try writer.append(try writer.encode(.float32(values), rows: 0..<shape.height))
    try writer.finish()
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  @Test("a row is a line, with blanks in text and commas in CSV, in shortest decimals")
  func layout() throws {
    let values: [Float] = [4, 5.5, -3, 0.1, 1e-7, .nan, .infinity, -.infinity]
    #expect(try written(values, width: 4, .text) == "4 5.5 -3 0.1\n1e-07 nan inf -inf\n")
    #expect(try written(values, width: 2, .csv) == "4,5.5\n-3,0.1\n1e-07,nan\ninf,-inf\n")
  }

  @Test("one line for people has no negative zero")
  func line() {
    #expect(MatrixText.line([4, 5, 3, -0.0], width: 2) == "4 5; 3 0")
  }

  @Test("three channels are refused, and the message says how many there are")
  func channels() {
    let error = #expect(throws: CodecError.self) {
      _ = try written([1, 2, 3], width: 1, .text, channels: 3)
    }
    #expect(error?.code == .unsupported)
    #expect(error?.description.contains("3") == true)
  }
}
