import ConvCore
import ImageCodecs

/// The interpretation of a file's samples as a picture.
struct PictureInput: Sendable {
  /// The description of the image that the filters read.
  let info: ImageInfo
  /// The value of black.
  let black: Float
  /// The difference between white and black; `nil` for floats of unknown range.
  let brightness: Float?
  private let background: BackgroundColor?
  private let watches: Bool
  /// The number of last channels that a picture does not take, as the file does not say what they
  /// are.
  let dropsChannels: Int

  /// Decides how a file is read for a chain of filters.
  ///
  /// - Throws: ``CodecError`` for arrays that cannot be a picture.
  init(
    _ info: ImageInfo, options: RenderingOptions, chain: FilterChain
  ) throws(CodecError) {
    let (isPicture, background) = (!options.isRaw(for: info.sampleType), options.background)
    var info = info
    if (isPicture || background != nil) && !chain.spansDepth { info = info.asPicture }
    dropsChannels = isPicture && !chain.spansDepth ? info.extraChannels : 0
    info.shape.channels -= dropsChannels
    if isPicture, !chain.spansDepth, info.colorChannels != 1, info.colorChannels != 3 {
      throw CodecError.tooManyChannels(
        info.shape.channels, looksLikeChannelsFirst: info.looksLikeChannelsFirst)
    }
    let under = options.format.traits.holdsAlpha ? background : background ?? .white
    self.background = info.hasAlpha ? under : nil
    watches = info.hasAlpha && under == nil && !chain.isPointwise
    // Raw responses keep the units of the array, unless its light must be decoded.
    let hasRange = isPicture || options.linear
    black = hasRange ? info.range?.lowerBound ?? 0 : 0
    let needsBrightness = chain.stages.contains { $0.filter.usesBrightness }
    brightness = hasRange || needsBrightness ? info.brightness : info.sampleType.maximum
    self.info = self.background == nil ? info : info.flattened
  }

  /// Whether a background color is composed under the picture.
  var flattens: Bool { background != nil }

  /// Wraps a reader so that it returns the rows that the filters read.
  func reader(_ reader: any ImageReader) -> any ImageReader {
    let reader: any ImageReader =
      dropsChannels > 0 ? FirstChannelsReader(reader, dropping: dropsChannels) : reader
    if let background {
      return FlatteningReader(reader, over: background)
    }
    return watches ? AlphaWatch(reader) : reader
  }
}

extension ImageInfo {
  /// The description of an array as a picture: the last of two or four channels is alpha.
  package var asPicture: ImageInfo {
    var info = self
    if format.traits.isArray { info.hasAlpha = [2, 4].contains(shape.channels) }
    return info
  }

  /// The description without alpha.
  var flattened: ImageInfo {
    var info = self
    if hasAlpha { info.shape.channels -= 1 }
    info.hasAlpha = false
    return info
  }
}
