import ConvCore
import Foundation
import ImageCodecs
import Testing
import TestSupport

@Suite("Reading matrices of numbers")
struct TextReaderTests {
  private func read(_ text: String, limits: ImageLimits = ImageLimits()) throws -> Decoded {
    try Decoded(Array(text.utf8), limits: limits)
  }

  @Test("one line: semicolons end rows; blanks, tabs and commas separate numbers")
  func oneLine() throws {
    for text in ["1 2 3; 4 5 6", "1,2,3;4,5,6", "1\t2 , 3 ;4 5, 6;", " 1 2 3;;4 5 6 \n"] {
      let matrix = try read(text)
      #expect(matrix.info.shape == ImageShape(height: 2, width: 3, channels: 1))
      #expect(matrix.values == [1, 2, 3, 4, 5, 6])
      #expect(matrix.info.sampleType == .float32)
    }
  }

  @Test("several lines: a line is a row, in files of spreadsheets as well")
  func severalLines() throws {
    let texts = [
      "1 2\n3 4\n", "1,2\r\n3,4", "1;2\n3;4\n", "1;2;\r3;4;\r", "# a note\n\n1 2 # one\n\n3 4",
      "\u{FEFF}1\t2\n3\t4\n\n",
    ]
    for text in texts { #expect(try read(text).values == [1, 2, 3, 4], "\(text)") }
    for text in texts { #expect(try read(text).info.shape.height == 2, "\(text)") }
  }

  @Test("numbers are decimal: signs, points, exponents, fractions, the minus of typeset text")
  func numbers() throws {
    let values = try read("-1 +2 .5 5. 1e3 -2.5E-2 1/4 -1/8 \u{2212}3 0.1 00012 1234567.25").values
    #expect(
      values == [
        -1, 2, 0.5, 5, 1000, Double(Float(-0.025)), 0.25, -0.125, -3, Double(Float(0.1)), 12,
        1234567.25,
      ])
  }

  @Test("every float reads back from its shortest text, to the bit")
  func roundTrip() throws {
    var values: [Float] = [
      0, -0, 1, -1, 0.1, 1 / 3, 16_777_215, 16_777_216, 1e10, 3.4028235e38,
      .leastNonzeroMagnitude, 1.1754944e-38,
    ]
    var state: UInt32 = 1
    for _ in 0..<20_000 {
      state = state &* 1_664_525 &+ 1_013_904_223
      let value = Float(bitPattern: state)
      if value.isFinite { values.append(value) }
    }
    let text = values.map(MatrixText.number).joined(separator: " ")
    let back = try openImage(ByteSource(bytes: Array(text.utf8)))
    guard case .float32(let floats) = try back.readRows(1) else {
      Issue.record("not floats")
      return
    }
    #expect(floats.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test(
    "what is no matrix is refused in one line that names the place",
    arguments: [
      ("1 2\n3", "line 2 has 1"), ("1 2; 3", "row 2 has 1"), ("1 x\n2 3", "'x'"),
      ("1 nan\n2 3", "only finite numbers"), ("1 -inf\n2 3", "only finite numbers"),
      ("1 0x10\n2 3", "hexadecimal"), ("1 2\n3 1e39", "3.4e38"), ("1 1/0", "divides by 0"),
      ("1,,2\n3,4,5", "empty cell"), (" \n\n", "no numbers"), ("# nothing\n", "no numbers"),
      ("0,5 1,5\n2,5 3,5", "decimal comma"), ("0,5;1,5\n2,5;3,5", "decimal comma"),
      ("0,05 1", "decimal comma"), ("1 2 3 \"4\"", "is not a decimal number"), ("-", "'-'"),
      ("1 [2", "'[2'"), (String(repeating: "1", count: 500), "500 bytes"),
    ])
  func refusals(text: String, words: String) {
    let error = #expect(throws: CodecError.self) { _ = try read(text) }
    #expect(error?.code == .damaged)
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test("other contents are not taken for texts")
  func otherContents() {
    for bytes: [UInt8] in [
      Array("hello".utf8), [0x31, 0x20, 0x00, 0x32], [0x1F, 0x8B, 8], [0xFF, 0xFE, 0x31, 0],
    ] {
      let error = #expect(throws: CodecError.self) { _ = try Decoded(bytes) }
      #expect(error?.code == .unsupported)
    }
  }

  @Test("limits are kept while a text is read: numbers, memory, and bytes without a number")
  func limits() throws {
    let row = String(repeating: "1 ", count: 100)
    let rows = String(repeating: row + "\n", count: 100)
    #expect(try read(rows, limits: ImageLimits(pixels: 10_000)).values.count == 10_000)
    let error = #expect(throws: CodecError.self) {
      _ = try read(rows, limits: ImageLimits(pixels: 9_999))
    }
    #expect(error?.code == .overLimit)
    let memory = #expect(throws: CodecError.self) {
      _ = try read(rows, limits: ImageLimits(memory: 40_000))
    }
    #expect(memory?.code == .overLimit)
    for text in [String(repeating: "\n", count: 5 << 20), String(repeating: " ", count: 5 << 20)] {
      let error = #expect(throws: CodecError.self) { _ = try read(text) }
      #expect(error?.code == .damaged)
    }
  }

  @Test("a whole number that float32 does not hold gives a note")
  func misfits() throws {
    let reader = try openImage(ByteSource(bytes: Array("16777217 1; 2 3".utf8)))
    #expect(reader.notes.warnings.first?.contains("16777217") == true)
    #expect(try openImage(ByteSource(bytes: Array("16777216 1.5".utf8))).notes.warnings.isEmpty)
  }

  @Test("a text with commas is CSV, for --format same")
  func formats() throws {
    #expect(try read("1,2\n3,4").info.format == .csv)
    #expect(try read("1 2\n3 4").info.format == .text)
  }

  @Test("a text is a literal matrix when it holds only numbers and a separator")
  func literals() {
    for text in ["1 2", "1 3 5 3; 4 2 3 1", "1,2;3,4", "-1.5 1/9", "1;"] {
      #expect(MatrixLiteral.isLiteral(text), "\(text)")
    }
    for text in ["5", "", ";", "a b", "1 x", "photo 1.png", "0x10 1", "nan 1", "-", "1e39 1"] {
      #expect(!MatrixLiteral.isLiteral(text), "\(text)")
    }
    #expect(MatrixLiteral.isMeant("1 x; 2 3") && MatrixLiteral.isMeant("nan 1"))
    #expect(!MatrixLiteral.isMeant("photo 1.png") && !MatrixLiteral.isMeant("holiday, 2024.jpg"))
  }
}
