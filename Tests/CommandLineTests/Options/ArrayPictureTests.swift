import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Arrays are pictures")
struct ArrayPictureTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func write(_ name: String, _ shape: [Int], _ values: [Double], _ type: String) throws {
    let file = NPYFile(shape: shape, values: values)
    try sandbox.write(name, Data(file.bytes(.init(type: type))))
  }

  private func pixels(_ input: String, _ more: [String] = [], by data: Data = Data()) throws
    -> (samples: [Double], errors: String)
  {
    let result = try sandbox.run(
      ["filter", "--identity", input, "-o", "o.png", "--force"] + more, input: data)
    #expect(result.code == 0, "\(result.errors)")
    return (try sandbox.picture("o.png").samples, result.errors)
  }

  // MARK: Range

  @Test("floats that all lie in 0…1 are a picture of that range, and a note says so")
  func unitRange() throws {
    let values: [Double] = [0, 0.25, 0.5, 1, 0.1, 0.9]
    try write("unit.npy", [2, 3], values, "<f4")
    let unit = try pixels("unit.npy")
    #expect(unit.samples == [0, 64, 128, 255, 26, 230])
    #expect(unit.errors.contains("unit.npy: note: all values lie in 0…1"))
    #expect(unit.errors.split(separator: "\n").count == 1)
    let deep = try pixels("unit.npy", ["--depth", "16"])
    #expect(deep.samples == [0, 16384, 32768, 65535, 6554, 58982])
    #expect(try pixels("-", by: sandbox.data("unit.npy")).samples == unit.samples)
    #expect(try pixels("unit.npy", ["--range", "0:255"]).samples == [0, 0, 0, 1, 0, 1])
    #expect(try pixels("unit.npy", ["--range", "0:0.5"]).samples == [0, 128, 255, 255, 51, 255])
    #expect(try pixels("unit.npy", ["--range", "-1:1"]).samples == [128, 159, 191, 255, 140, 242])
    let response = try sandbox.response(["filter", "--identity", "unit.npy"])
    #expect(largestDifference(response.values, values) < 1e-7)
    _ = try sandbox.run(["pool", "--max", "unit.npy", "-o", "p.png"])
    #expect(try sandbox.picture("p.png").samples == [255])
  }

  @Test("one value outside, the last one too, or nothing but 0 leaves the range 0…255")
  func otherRanges() throws {
    var values = [Double](repeating: 0.5, count: 300_000)
    values[299_999] = 1.5
    try write("late.npy", [300, 1000], values, "<f4")
    for (name, data) in [("late.npy", Data()), ("-", try sandbox.data("late.npy"))] {
      let late = try pixels(name, by: data)
      #expect(late.samples.last == 2 && !late.errors.contains("0…1"))
      #expect(late.errors.contains("% of the samples are 0"))
    }
    try write("zero.npy", [2, 2], [0, 0, 0, 0], "<f4")
    #expect(!(try pixels("zero.npy").errors.contains("0…1")))
    try write("hole.npy", [2, 2], [0, .nan, 0.5, 1], "<f4")
    #expect(try pixels("hole.npy").samples.last == 255)
  }

  @Test("a chain of edges and views works in the units of the range")
  func viewsOfRange() throws {
    let step = (0..<64).map { $0 % 8 < 4 ? 0.0 : 1.0 }
    try write("step.npy", [8, 8], step, "<f4")
    try write("bytes.npy", [8, 8], step.map { $0 * 255 }, "|u1")
    for call in [
      ["--laplacian"], ["--sobel-x", "--view", "signed"], ["--gaussian", "1", "--linear"],
      ["--sobel-x", "--view", "stretch"], ["--laplacian", "--view", "diverging"],
    ] {
      let names = ["step", "bytes"]
      for name in names {
        #expect(
          try sandbox.run(["filter"] + call + ["\(name).npy", "-o", "\(name).png", "--force"]).code
            == 0)
      }
      let (a, b) = (try sandbox.picture("step.png"), try sandbox.picture("bytes.png"))
      #expect(largestDifference(a.samples, b.samples) <= 1, "\(call)")
    }
    _ = try sandbox.run(["filter", "--canny", "0.5,1", "step.npy", "-o", "c.png"])
    #expect(Set(try sandbox.picture("c.png").samples) == [0, 255])
  }

  @Test("--range is for arrays, and takes two numbers")
  func wrongRanges() throws {
    try sandbox.write("a.png", Image.random(height: 4, width: 4))
    for range in ["1", "1:0", "0:0", "0x0:0x10", "nan:1", "0:inf", ":", "0:1:2"] {
      try sandbox.fail(
        64, ["filter", "--identity", "a.png", "--range", range], saying: ["--range"])
    }
    try sandbox.fail(64, ["pool", "a.png", "--range", "0:1"], saying: ["--range", "arrays"])
  }

  @Test("a picture of one level has a note, another one has none")
  func flat() throws {
    try sandbox.write("flat.png", Image(rows: [[7, 7], [7, 7]]))
    let flat = try pixels("flat.png")
    #expect(flat.errors.contains("note: 100 % of the samples are 7"))
    var samples = [Float](repeating: 0, count: 1000)
    for index in 0..<20 { samples[index * 50] = 9 }
    let sparse = ImageShape(height: 20, width: 50, channels: 1)
    try sandbox.write("sparse.png", Image(shape: sparse, samples: samples))
    #expect(try pixels("sparse.png").errors == "")
    samples[0..<500].replaceSubrange(0..<500, with: [Float](repeating: 0, count: 500))
    samples[50] = 0
    for index in 11..<20 { samples[index * 50] = 9 }
    samples[500] = 0
    try sandbox.write("sparser.png", Image(shape: sparse, samples: samples))
    #expect(try pixels("sparser.png").errors.contains("99.1 % of the samples are 0"))
  }

  // MARK: Types

  @Test(
    "every number type is read",
    arguments: [
      "|b1", "|u1", "|i1", "<u2", ">u2", "<i2", ">i2", "<u4", ">u4", "<i4", "<u8", ">u8", "<i8",
      ">i8", "<f4", ">f4", "<f8", ">f8",
    ])
  func types(type: String) throws {
    let signed = type.contains("i") || type.contains("f")
    let values: [Double] = type == "|b1" ? [0, 1, 1, 0, 1, 0] : [0, 1, 2, 3, 100, signed ? -7 : 7]
    for isFortran in [false, true] {
      let layout = NPYFile.Layout(type: type, isFortran: isFortran)
      try sandbox.write("t.npy", Data(NPYFile(shape: [2, 3], values: values).bytes(layout)))
      #expect(try sandbox.response(["filter", "--identity", "t.npy"]).values == values)
    }
  }

  @Test("half precision is read, with infinities and the smallest numbers")
  func halves() throws {
    let halves: [(bits: UInt16, value: Double)] = [
      (0x3C00, 1), (0x3800, 0.5), (0xC000, -2), (0x7BFF, 65504), (0x0001, 0x1p-24),
      (0x7C00, .infinity),
    ]
    let text = "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }"
    let bytes = halves.flatMap { [UInt8($0.bits & 0xFF), UInt8($0.bits >> 8)] }
    try sandbox.write("h.npy", Data(NPYFile.header(text) + bytes))
    let call = ["filter", "--identity", "h.npy", "-o", "h2.npy", "--method", "direct"]
    #expect(try sandbox.run(call).code == 0)
    #expect(try sandbox.array("h2.npy").values == halves.map(\.value))
  }

  @Test("a value that float32 cannot hold has a note")
  func misfits() throws {
    for (type, value) in [("<i4", 16_777_217.0), ("<i8", 1e15 + 1), ("<f8", 1e300), ("<f8", 1e-60)]
    {
      try write("m.npy", [1, 3], [0, 5, value], type)
      let result = try sandbox.run(["filter", "--identity", "m.npy", "-o", "m2.npy", "--force"])
      #expect(result.code == 0 && result.errors.contains("m.npy: note: 1 value of "), "\(type)")
    }
    try write("fine.npy", [1, 3], [0.1, -1e-20, 1e30], "<f8")
    try sandbox.succeed(["filter", "--identity", "fine.npy", "-o", "m2.npy", "--force"])
  }

  @Test("C×H×W is read when it is said, and hinted at when it is not")
  func channelsFirst() throws {
    // Channel c of row y and column x is 80 c + 10 y + x.
    var first: [Double] = []
    var last: [Double] = []
    for c in 0..<3 {
      for y in 0..<4 { for x in 0..<6 { first.append(Double(80 * c + 10 * y + x)) } }
    }
    for y in 0..<4 {
      for x in 0..<6 { for c in 0..<3 { last.append(Double(80 * c + 10 * y + x)) } }
    }
    for type in ["|u1", "<f8"] {
      for isFortran in [false, true] {
        let layout = NPYFile.Layout(type: type, isFortran: isFortran)
        try sandbox.write("c.npy", Data(NPYFile(shape: [3, 4, 6], values: first).bytes(layout)))
        #expect(try pixels("c.npy", ["--array-layout", "chw"]).samples == last)
      }
    }
    try sandbox.fail(65, ["filter", "--identity", "c.npy"], saying: ["--array-layout chw"])
    try sandbox.fail(64, ["pool", "c.npy", "--array-layout", "cwh"], saying: ["--array-layout"])
  }

  // MARK: Alpha

  @Test("the last of two or four channels is alpha in a picture", arguments: [2, 4])
  func alpha(channels: Int) throws {
    let values = (0..<20 * channels).map { Double($0 * 3) }
    try write("a.npy", [4, 5, channels], values, "|u1")
    try write("b.npy", [4, 5, channels], values.map { $0 * 257 }, "<u2")
    try sandbox.succeed(["filter", "--identity", "a.npy", "-o", "a.png"])
    try sandbox.succeed(["filter", "--identity", "b.npy", "-o", "b.png"])
    let (a, b) = (try sandbox.picture("a.png"), try sandbox.picture("b.png"))
    #expect(a.info.hasAlpha && a.info.shape.channels == channels && a.samples == values)
    #expect(b.info.hasAlpha && b.samples == values.map { $0 * 257 })
    let raw = try sandbox.response(["filter", "--identity", "a.npy"])
    #expect(raw.shape == [4, 5, channels] && raw.values == values)
    let jpeg = try sandbox.run(["filter", "--identity", "a.npy", "-o", "a.jpg"])
    #expect(jpeg.code == 0 && jpeg.errors.contains("composed over white"))
    #expect(try sandbox.picture("a.jpg").info.shape.channels == channels - 1)
  }

  @Test("more channels than colors and alpha are no picture")
  func tooManyChannels() throws {
    try write("five.npy", [4, 4, 5], [Double](repeating: 1, count: 80), "|u1")
    let words = try sandbox.fail(65, ["pool", "five.npy"], saying: ["5 channels"])
    #expect(!words.contains("array-layout") || words.contains("C×H×W"))
  }
}
