import ConvCore

/// Converts the stored colors of a TIFF to gray or RGB, with alpha that is not premultiplied.
struct TIFFColors {
  private let layout: TIFFLayout
  private let palette: [[UInt8]]

  init(_ layout: TIFFLayout, palette: [[UInt8]]) {
    self.layout = layout
    self.palette = palette
  }

  /// Returns the samples of the picture.
  func picture(of stored: SampleBuffer) throws(CodecError) -> SampleBuffer {
    var samples = stored
    switch layout.colors {
    case .gray, .rgb, .converted: break
    case .inverted: samples = inverted(samples)
    case .palette: samples = try colored(samples)
    case .cmyk:
      switch samples {
      case .uint8(let inks): samples = .uint8(light(of: inks))
      case .uint16(let inks): samples = .uint16(light(of: inks))
      case .float32: break
      }
    }
    guard layout.isPremultiplied else { return samples }
    switch samples {
    case .uint8(let samples): return .uint8(divided(samples))
    case .uint16(let samples): return .uint16(divided(samples))
    case .float32(var samples):
      let channels = layout.channels
      for pixel in stride(from: 0, to: samples.count, by: channels) {
        let alpha = samples[pixel + channels - 1]
        for channel in pixel..<pixel + channels - 1 {
          samples[channel] = alpha > 0 ? samples[channel] / alpha : 0
        }
      }
      return .float32(samples)
    }
  }

  /// Exchanges black and white, but not in alpha; floats have no white.
  private func inverted(_ samples: SampleBuffer) -> SampleBuffer {
    let channels = layout.hasAlpha ? layout.storedChannels : 0
    func invert<Sample: FixedWidthInteger & UnsignedInteger>(_ samples: [Sample]) -> [Sample] {
      guard channels > 0 else { return samples.map { Sample.max - $0 } }
      return samples.enumerated().map {
        $0.offset % channels == channels - 1 ? $0.element : Sample.max - $0.element
      }
    }
    return switch samples {
    case .uint8(let samples): .uint8(invert(samples))
    case .uint16(let samples): .uint16(invert(samples))
    case .float32: samples
    }
  }

  private func colored(_ samples: SampleBuffer) throws(CodecError) -> SampleBuffer {
    let indexes: [Int] =
      switch samples {
      case .uint8(let samples): samples.map { Int($0) }
      case .uint16(let samples): samples.map { Int($0) }
      case .float32: []
      }
    let stored = layout.storedChannels
    var colors: [UInt8] = []
    colors.reserveCapacity(indexes.count / stored * layout.channels)
    for pixel in stride(from: 0, to: indexes.count, by: stored) {
      let color = palette[indexes[pixel]]
      colors.append(color[0])
      colors.append(color[1])
      colors.append(color[2])
      if stored > 1 { colors.append(UInt8(truncatingIfNeeded: indexes[pixel + 1])) }
    }
    return .uint8(colors)
  }

  /// r = c·k of what the inks let through, as CMYK in JPEG is read.
  private func light<Sample: FixedWidthInteger & UnsignedInteger>(
    of inks: [Sample]
  ) -> [Sample] {
    let (stored, most) = (layout.storedChannels, UInt64(Sample.max))
    var colors: [Sample] = []
    colors.reserveCapacity(inks.count / stored * layout.channels)
    for pixel in stride(from: 0, to: inks.count, by: stored) {
      let black = most - UInt64(inks[pixel + 3])
      for ink in 0..<3 {
        let color = most - UInt64(inks[pixel + ink])
        colors.append(Sample((color * black + most / 2) / most))
      }
      if stored > 4 { colors.append(inks[pixel + 4]) }
    }
    return colors
  }

  /// Divides colors by alpha.
  private func divided<Sample: FixedWidthInteger & UnsignedInteger>(
    _ samples: [Sample]
  ) -> [Sample] {
    let (channels, most) = (layout.channels, UInt64(Sample.max))
    var samples = samples
    for pixel in stride(from: 0, to: samples.count, by: channels) {
      let alpha = UInt64(samples[pixel + channels - 1])
      guard alpha < most else { continue }
      for channel in pixel..<pixel + channels - 1 {
        let color = alpha > 0 ? (UInt64(samples[channel]) * most + alpha / 2) / alpha : 0
        samples[channel] = Sample(min(color, most))
      }
    }
    return samples
  }
}
