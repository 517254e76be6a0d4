import ConvCore
import ImageCodecs

/// A reader that composes a picture with alpha over a color, row by row.
final class FlatteningReader: ImageReader {
  let info: ImageInfo
  private let reader: any ImageReader
  private let background: BackgroundColor

  /// Wraps a reader.
  ///
  /// - Precondition: The last channel of the picture is alpha.
  init(_ reader: any ImageReader, over background: BackgroundColor) {
    self.reader = reader
    self.background = background
    info = reader.info.asPicture.flattened
  }

  var notes: DecoderNotes { reader.notes }

  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) { try reader.setRange(range) }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    background.flattening(
      try reader.readRows(count), channels: reader.info.shape.channels, range: reader.info.range)
  }
}
