import FeatureMaps
import Testing

@Suite("Ticks")
struct AxisTicksTests {
  @Test("steps are 1, 2 or 5 times a power of ten")
  func steps() {
    let cases: [(Double, Double)] = [
      (1, 1), (1.01, 2), (2, 2), (3, 5), (5, 5), (5.1, 10), (0.07, 0.1), (0.02, 0.02),
      (1234, 2000), (0, 1),
    ]
    for (size, step) in cases {
      #expect(abs(AxisTicks.roundStep(atLeast: size) - step) < 1e-12 * step, "\(size)")
    }
  }

  @Test("ticks are the multiples in the range, labelled with the decimals they need")
  func values() {
    #expect(AxisTicks(0...1, parts: 5).labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(AxisTicks(87.6...99.3, parts: 6).labels == ["88", "90", "92", "94", "96", "98"])
    #expect(AxisTicks(-0.03...0.04, parts: 4).labels == ["−0.02", "0.00", "0.02", "0.04"])
    #expect(AxisTicks(0.1...0.1 + 0.2, parts: 2).labels == ["0.1", "0.2", "0.3"])
    #expect(AxisTicks(0...2.5e7, parts: 3).labels == ["0", "1e7", "2e7"])
  }

  @Test("epochs are whole")
  func whole() {
    #expect(AxisTicks(1...3, parts: 8, isWhole: true).values == [1, 2, 3])
    #expect(AxisTicks(1...12, parts: 6, isWhole: true).values == [2, 4, 6, 8, 10, 12])
    #expect(AxisTicks(0.5...1.5, parts: 8, isWhole: true).values == [1])
  }
}
