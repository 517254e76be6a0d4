import TestSupport

/// What a PNG means, from the specification.
extension PNGBuilder {
  /// 20 colors, all different.
  static let colors: [[UInt8]] = (UInt8(0)..<20).map { number -> [UInt8] in
    [number * 12, 255 - number * 7, number]
  }

  var withPalette: PNGBuilder {
    var png = self
    let count = min(PNGBuilder.colors.count, 1 << depth)
    png.chunks.append(("PLTE", PNGBuilder.colors[..<count].flatMap { $0 }))
    return png
  }

  /// What one step of a low depth is in 8 bits.
  private var step: Int { depth < 8 ? 255 / ((1 << depth) - 1) : 1 }

  /// Low depths scaled to 8 bits, palettes looked up.
  var expected: [Double] {
    switch color {
    case .palette: samples.flatMap { PNGBuilder.colors[Int($0)].map(Double.init) }
    default: samples.map { Double(Int($0) * step) }
    }
  }
}
