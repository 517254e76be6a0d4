import Foundation

/// The encoding of light in samples: one curve for all channels, odd around 0.
enum TransferCurve: Hashable, Sendable {
  /// The curve of sRGB (IEC 61966-2-1).
  case sRGB
  /// light = sample^exponent.
  case power(Float)
  /// The camera curve of BT.709 and BT.2020.
  case camera
  /// A rising table of light for samples at equal distances from 0 to 1.
  case table([Float])

  /// Decodes samples to linear light, both 0…`maximum`.
  func decoded(_ samples: [Float], maximum: Float, areBytes: Bool) -> [Float] {
    if areBytes {
      let bytes = (0...255).map { light(Float($0) / 255) * maximum }
      return samples.map { bytes[Int(min(max($0, 0), 255))] }
    }
    return samples.map { sample in
      let value = light(abs(sample) / maximum) * maximum
      return sample < 0 ? -value : value
    }
  }

  /// Encodes linear light to samples, both 0…`maximum`.
  func encoded(_ samples: [Float], maximum: Float) -> [Float] {
    samples.map { sample in
      let value = self.sample(abs(sample) / maximum) * maximum
      return sample < 0 ? -value : value
    }
  }

  /// The light of a sample, both 0…1.
  func light(_ x: Float) -> Float {
    switch self {
    case .sRGB: x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4)
    case .power(let exponent): exponent == 1 ? x : pow(x, exponent)
    case .camera: x < 0.081 ? x / 4.5 : pow((x + 0.099) / 1.099, 1 / 0.45)
    case .table(let table): TransferCurve.interpolated(table, at: x * Float(table.count - 1))
    }
  }

  /// The sample of a light value, both 0…1.
  func sample(_ light: Float) -> Float {
    switch self {
    case .sRGB: light <= 0.003_130_8 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
    case .power(let exponent): exponent == 1 ? light : pow(light, 1 / exponent)
    case .camera: light < 0.018 ? light * 4.5 : 1.099 * pow(light, 0.45) - 0.099
    case .table(let table): TransferCurve.inverse(table, of: light)
    }
  }

  private static func interpolated(_ table: [Float], at place: Float) -> Float {
    guard place.isFinite else { return place }
    let index = Int(min(max(place, 0), Float(table.count - 2)))
    return table[index] + (place - Float(index)) * (table[index + 1] - table[index])
  }

  private static func inverse(_ table: [Float], of light: Float) -> Float {
    var (low, high) = (0, table.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if table[middle] <= light { low = middle } else { high = middle }
    }
    let step = table[high] - table[low]
    let part = step > 0 ? (light - table[low]) / step : 0
    return (Float(low) + part) / Float(table.count - 1)
  }

  /// The sRGB curve if 8-bit samples show no difference, otherwise this curve.
  var simplified: TransferCurve {
    let isSRGB = (0...255).allSatisfy { byte in
      let x = Float(byte) / 255
      return abs(TransferCurve.sRGB.sample(light(x)) - x) < 0.5 / 255
    }
    return isSRGB ? .sRGB : self
  }
}
