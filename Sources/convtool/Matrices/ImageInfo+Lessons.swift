import ConvCore
import FeatureMaps
import ImageCodecs

extension ImageInfo {
  /// The names of the channels; empty for a single one.
  var channelNames: [String] {
    guard shape.channels > 1 else { return [] }
    if isArray || ![1, 3].contains(colorChannels) {
      return (0..<shape.channels).map { "channel \($0)" }
    }
    let color = colorChannels == 3 ? ["R", "G", "B"] : ["gray"]
    return color + (hasAlpha ? ["alpha"] : [])
  }

  /// The values of black and white, for numbers on gray; `nil` for numbers without such.
  var levels: ValueRange? {
    if let range { return ValueRange(lower: range.lowerBound, upper: range.upperBound) }
    return sampleType.maximum.map { ValueRange(lower: 0, upper: $0) }
  }
}
