import ConvCore
import ImageCodecs

/// How a file is taken where its samples become a picture.
struct PictureInput: Sendable {
  /// What the filters see of the file.
  let info: ImageInfo
  /// The value of black.
  let black: Float
  /// The step from black to white; `nil` for floats of no known range.
  let brightness: Float?
  private let background: BackgroundColor?
  private let watches: Bool

  /// - Throws: ``CodecError`` for arrays that are no picture.
  init(
    _ info: ImageInfo, options: RenderingOptions, chain: FilterChain
  ) throws(CodecError) {
    let (isPicture, background) = (!options.format.traits.holdsFloats, options.background)
    var info = info
    if (isPicture || background != nil) && !chain.spansDepth { info = info.asPicture }
    if isPicture, !chain.spansDepth, !(1...4).contains(info.shape.channels) {
      throw CodecError(
        .unsupported,
        "an array of \(info.shape.channels) channels is no picture, which has 1 to 4"
          + (info.looksLikeChannelsFirst
            ? ": it looks like C×H×W, which is read with --array-layout chw" : ""))
    }
    let under = options.format.traits.holdsAlpha ? background : background ?? .white
    self.background = info.hasAlpha ? under : nil
    watches = info.hasAlpha && under == nil && !chain.isPointwise
    // Raw responses are in the units of the array, unless its light has to be decoded.
    let hasRange = isPicture || options.linear
    black = hasRange ? info.range?.lowerBound ?? 0 : 0
    brightness = hasRange ? info.brightness : info.sampleType.maximum
    self.info = self.background == nil ? info : info.flattened
  }

  /// Whether a colour is laid under the picture.
  var flattens: Bool { background != nil }

  /// The rows that the filters see.
  func reader(_ reader: any ImageReader) -> any ImageReader {
    if let background {
      return FlatteningReader(reader, over: background)
    }
    return watches ? AlphaWatch(reader) : reader
  }
}

extension ImageInfo {
  /// Of an array of two or four channels the last one is alpha where it becomes a picture.
  var asPicture: ImageInfo {
    var info = self
    if format.traits.holdsFloats { info.hasAlpha = [2, 4].contains(shape.channels) }
    return info
  }

  /// The same without alpha.
  var flattened: ImageInfo {
    var info = self
    if hasAlpha { info.shape.channels -= 1 }
    info.hasAlpha = false
    return info
  }
}
