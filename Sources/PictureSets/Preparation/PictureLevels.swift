internal import ConvCore
internal import ImageCodecs

/// Turns the rows of a file into gray levels or colors of 0…255.
struct PictureLevels {
  /// The number of values of a pixel in the rows: 1, or 3 for color that stays color.
  let outputs: Int
  private let info: ImageInfo
  private let black: Float
  private let scale: Float
  private let background: [Float]
  private let isRaw: Bool

  /// Prepares for the rows of a file.
  ///
  /// - Parameters:
  ///   - info: The description of the picture.
  ///   - channels: 1 for gray levels, 3 for colors.
  ///   - background: Red, green and blue under transparent pixels.
  ///   - isRaw: Whether numbers are taken as they are.
  /// - Throws: `CodecError` when the file has no gray levels or colors.
  init(
    _ info: ImageInfo, channels: Int, background: [Float], isRaw: Bool
  ) throws(CodecError) {
    guard info.colorChannels == 1 || info.colorChannels == 3 else {
      throw CodecError.tooManyChannels(info.shape.channels, looksLikeChannelsFirst: false)
    }
    self.info = info
    self.background = info.colorChannels == 3 ? background : [PictureLevels.gray(background)[0]]
    outputs = min(channels, info.colorChannels)
    self.isRaw = isRaw
    black = isRaw ? 0 : info.range?.lowerBound ?? 0
    scale = isRaw ? 1 : 255 / (info.brightness ?? 255)
  }

  /// The values of some rows, each row on its own.
  ///
  /// - Throws: `CodecError` for numbers that are not finite.
  func rows(_ buffer: SampleBuffer, count: Int) throws(CodecError) -> [[Float]] {
    switch buffer {
    case .uint8(let samples): return rows(samples, count) { Float($0) }
    case .uint16(let samples): return rows(samples, count) { Float($0) * scale }
    case .float32(let samples):
      guard samples.allSatisfy(\.isFinite) else {
        throw CodecError(.damaged, "holds numbers that are not finite")
      }
      if isRaw { return rows(samples, count) { $0 } }
      return rows(samples, count) { min(max(($0 - black) * scale, 0), 255) }
    }
  }

  private func rows<Sample>(
    _ samples: [Sample], _ count: Int, _ level: (Sample) -> Float
  ) -> [[Float]] {
    let length = samples.count / max(1, count)
    return (0..<count).map { row in
      var values = samples[row * length..<(row + 1) * length].map(level)
      if info.hasAlpha { values = composed(values) }
      return outputs < info.colorChannels ? PictureLevels.gray(values) : values
    }
  }

  /// Composes a row over the background; alpha goes.
  private func composed(_ values: [Float]) -> [Float] {
    let channels = info.shape.channels
    var result: [Float] = []
    result.reserveCapacity(values.count)
    for first in stride(from: 0, to: values.count, by: channels) {
      let share = min(max(values[first + channels - 1] / 255, 0), 1)
      for color in 0..<channels - 1 {
        let value = values[first + color]
        result.append(share == 1 ? value : share * value + (1 - share) * background[color])
      }
    }
    return result
  }

  /// The luminance of a row of red, green and blue.
  static func gray(_ values: [Float]) -> [Float] {
    stride(from: 0, to: values.count, by: 3).map {
      0.299 * values[$0] + 0.587 * values[$0 + 1] + 0.114 * values[$0 + 2]
    }
  }
}
