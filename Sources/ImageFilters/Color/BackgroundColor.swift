import ConvCore

/// The color behind a picture with alpha: color · alpha + background · (1 − alpha).
public struct BackgroundColor: Hashable, Sendable {
  /// The components, 0…255.
  public var red, green, blue: UInt8

  /// Creates a color from components 0…255.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// White, the color of paper.
  public static let white = BackgroundColor(red: 255, green: 255, blue: 255)

  /// Parses `white`, `black`, `gray`, `#RRGGBB`, `#RGB` or `R,G,B`; `nil` for any other text.
  public init?(text: String) {
    switch text {
    case "white": self = .white
    case "black": self.init(red: 0, green: 0, blue: 0)
    case "gray": self.init(red: 128, green: 128, blue: 128)
    default:
      let numbers =
        text.hasPrefix("#")
        ? BackgroundColor.hexadecimal(text.dropFirst())
        : text.split(separator: ",", omittingEmptySubsequences: false).map { UInt8($0) }
      guard numbers.count == 3, let red = numbers[0], let green = numbers[1],
        let blue = numbers[2]
      else { return nil }
      self.init(red: red, green: green, blue: blue)
    }
  }

  private static func hexadecimal(_ digits: Substring) -> [UInt8?] {
    let values = digits.map { $0.isASCII ? $0.hexDigitValue : nil }
    switch values.count {
    case 3: return values.map { $0.map { UInt8($0 * 17) } }
    case 6:
      return (0..<3).map { index in
        guard let high = values[2 * index], let low = values[2 * index + 1] else { return nil }
        return UInt8(high * 16 + low)
      }
    default: return []
    }
  }

  /// Composes pixels over this color and removes their last channel, which is alpha.
  ///
  /// - Parameters:
  ///   - samples: The samples of the pixels, alpha last.
  ///   - channels: The channels of a pixel with alpha, 2 or 4.
  ///   - range: The values of black and white in an array. `nil` means 0 and the largest value of
  ///     the type; for floats, 0 and 255.
  /// - Returns: Samples of the same type with one channel fewer.
  func flattening(
    _ samples: SampleBuffer, channels: Int, range: ClosedRange<Float>? = nil
  ) -> SampleBuffer {
    switch samples {
    case .uint8(let samples): .uint8(flattened(samples, channels, range))
    case .uint16(let samples): .uint16(flattened(samples, channels, range))
    case .float32(let samples): .float32(flattened(samples, channels, range ?? 0...255))
    }
  }

  private func flattened<Sample: FixedWidthInteger & UnsignedInteger>(
    _ samples: [Sample], _ channels: Int, _ range: ClosedRange<Float>?
  ) -> [Sample] {
    guard let range else { return flattened(samples, channels) }
    let most = Float(Sample.max)
    return flattened(samples.map { Float($0) }, channels, range).map {
      Sample(min(max($0.rounded(), 0), most))
    }
  }

  private func flattened(
    _ samples: [Float], _ channels: Int, _ range: ClosedRange<Float>
  ) -> [Float] {
    let brightness = range.upperBound - range.lowerBound
    let color = components(channels - 1).map { range.lowerBound + Float($0) / 255 * brightness }
    var result: [Float] = []
    result.reserveCapacity(samples.count / channels * (channels - 1))
    for pixel in stride(from: 0, to: samples.count, by: channels) {
      let alpha = (samples[pixel + channels - 1] - range.lowerBound) / brightness
      let coverage = min(max(alpha, 0), 1)
      for c in 0..<channels - 1 {
        result.append(samples[pixel + c] * coverage + color[c] * (1 - coverage))
      }
    }
    return result
  }

  private func flattened<Sample: FixedWidthInteger & UnsignedInteger>(
    _ samples: [Sample], _ channels: Int
  ) -> [Sample] {
    let opaque = Int(Sample.max)
    let color = components(channels - 1).map { $0 * opaque / 255 }
    var result: [Sample] = []
    result.reserveCapacity(samples.count / channels * (channels - 1))
    for pixel in stride(from: 0, to: samples.count, by: channels) {
      let alpha = Int(samples[pixel + channels - 1])
      for c in 0..<channels - 1 {
        let sum = Int(samples[pixel + c]) * alpha + color[c] * (opaque - alpha)
        result.append(Sample((sum + opaque / 2) / opaque))
      }
    }
    return result
  }

  /// The gray level, 0…255, with the BT.601 weights that apply to all encoded samples.
  public var luma: Int { (299 * Int(red) + 587 * Int(green) + 114 * Int(blue) + 500) / 1000 }

  /// The components for three color channels, or the luma for one.
  private func components(_ count: Int) -> [Int] {
    count == 3 ? [Int(red), Int(green), Int(blue)] : [luma]
  }
}
