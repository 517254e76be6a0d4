import ConvCore
import Testing

@Suite("Decimal numbers")
struct DecimalNumberTests {
  @Test(
    "what people write is read",
    arguments: [
      ("1", 1.0), ("-1.5", -1.5), ("+.5", 0.5), ("2.", 2), ("1e-3", 0.001), ("1.5E+2", 150),
      ("007", 7), ("-0", -0.0),
    ])
  func read(text: String, value: Double) {
    #expect(DecimalNumber.double(text) == value)
    #expect(DecimalNumber.float(text) == Float(value))
  }

  @Test(
    "anything else is not",
    arguments: [
      "", "-", ".", "e5", "1e", "1e+", "0x10", "0x1p3", "nan", "inf", "-infinity", "1,5", "1 ",
      " 1",
      "1_000", "１", "1e999", "--1", "1.2.3",
    ])
  func refused(text: String) {
    #expect(DecimalNumber.double(text) == nil)
    #expect(DecimalNumber.float(text) == nil)
  }

  @Test("a number beyond float32 is no float")
  func range() {
    #expect(DecimalNumber.float("1e39") == nil && DecimalNumber.double("1e39") == 1e39)
  }
}
