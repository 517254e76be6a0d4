import ConvCore
import ImageCodecs

/// A reader of the first channels of a picture, without those whose meaning its file does not say.
final class FirstChannelsReader: ImageReader {
  let info: ImageInfo
  private let reader: any ImageReader

  init(_ reader: any ImageReader, dropping count: Int) {
    self.reader = reader
    var info = reader.info
    info.shape.channels -= count
    info.extraChannels = 0
    self.info = info
  }

  var notes: DecoderNotes { reader.notes }

  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) { try reader.setRange(range) }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    switch try reader.readRows(count) {
    case .uint8(let samples): .uint8(first(samples))
    case .uint16(let samples): .uint16(first(samples))
    case .float32(let samples): .float32(first(samples))
    }
  }

  private func first<Sample>(_ samples: [Sample]) -> [Sample] {
    let (all, kept) = (reader.info.shape.channels, info.shape.channels)
    return stride(from: 0, to: samples.count, by: all).flatMap { samples[$0..<$0 + kept] }
  }
}
