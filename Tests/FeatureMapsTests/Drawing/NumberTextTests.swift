import FeatureMaps
import Testing

@Suite("Numbers in captions")
struct NumberTextTests {
  @Test("three digits, a true minus sign, short exponents")
  func short() {
    let cases: [(Float, String)] = [
      (0, "0"), (1, "1"), (0.125, "0.125"), (3.14159, "3.14"), (-2.5, "−2.5"), (1234.4, "1234"),
      (123456, "1.23e5"),
      (1.5e-7, "1.5e−7"), (2e12, "2e12"), (.nan, "NaN"), (-.infinity, "−inf"),
    ]
    for (value, text) in cases { #expect(NumberText.short(value) == text) }
  }

  @Test("fixed decimals, and no negative zero")
  func fixed() {
    #expect(NumberText.fixed(98.765, decimals: 1) == "98.8")
    #expect(NumberText.fixed(-0.001, decimals: 1) == "0.0")
    #expect(NumberText.fixed(-1.25, decimals: 1) == "−1.2")
  }

  @Test("commas from five digits on")
  func grouped() {
    #expect(
      [0, 999, 1135, 10000, 1_234_567].map(NumberText.grouped)
        == ["0", "999", "1135", "10,000", "1,234,567"])
  }
}
