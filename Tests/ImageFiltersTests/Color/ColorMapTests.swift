import Foundation
import ImageFilters
import Testing

@Suite("Color maps")
struct ColorMapTests {
  /// L* of CIELAB for an sRGB color under D65.
  private func lightness(_ color: SIMD3<Float>) -> Double {
    func linear(_ level: Float) -> Double {
      let value = Double(level) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let luminance = 0.2126 * linear(color.x) + 0.7152 * linear(color.y) + 0.0722 * linear(color.z)
    return luminance > 0.008856 ? 116 * pow(luminance, 1 / 3.0) - 16 : 903.3 * luminance
  }

  @Test("the sequential maps become lighter all the way", arguments: [ColorMap.viridis, .gray])
  func lightnessRises(_ map: ColorMap) {
    let steps = (0...256).map { lightness(map.color(of: Float($0) / 256)) }
    for (before, after) in zip(steps, steps.dropFirst()) { #expect(after > before) }
  }

  @Test("equal differences look equal in viridis: every sixteenth adds the same lightness")
  func lightnessIsEven() {
    let steps = (0...16).map { lightness(ColorMap.viridis.color(of: Float($0) / 16)) }
    let mean = (steps[16] - steps[0]) / 16
    for (before, after) in zip(steps, steps.dropFirst()) {
      #expect(abs(after - before - mean) < mean * 0.1)
    }
    #expect(steps[0] < 15)
    #expect(steps[16] > 90)
  }

  @Test("viridis runs from purple over teal to yellow")
  func viridisEnds() {
    #expect(ColorMap.viridis.color(of: 0) == SIMD3(59, 4, 89))
    #expect(ColorMap.viridis.color(of: 0.5) == SIMD3(2, 139, 151))
    #expect(ColorMap.viridis.color(of: 1) == SIMD3(248, 233, 67))
  }

  @Test("the diverging map is white at zero alone, blue below and red above")
  func divergingIsWhiteAtZero() {
    #expect(ColorMap.diverging.color(of: 0) == SIMD3(255, 255, 255))
    for value in [Float(0.01), 0.3, 1] {
      let above = ColorMap.diverging.color(of: value)
      let below = ColorMap.diverging.color(of: -value)
      #expect(above.x > above.z)
      #expect(below.z > below.x)
    }
  }

  @Test("gray is the value itself")
  func grayIsLinear() {
    #expect(ColorMap.gray.color(of: 0.2) == SIMD3(repeating: 51))
  }

  @Test("values outside are clipped, NaN is mid-gray", arguments: ColorMap.allCases)
  func outside(_ map: ColorMap) {
    #expect(map.color(of: 7) == map.color(of: 1))
    #expect(map.color(of: -.infinity) == map.color(of: map.isDiverging ? -1 : 0))
    #expect(map.color(of: .nan) == SIMD3(repeating: 128))
  }

  @Test("names as the command line has them")
  func names() {
    #expect(ColorMap.allCases.map(\.rawValue) == ["diverging", "viridis", "gray"])
    #expect(ColorMap(rawValue: "viridis") == .viridis)
    #expect(ColorMap(rawValue: "jet") == nil)
  }
}
