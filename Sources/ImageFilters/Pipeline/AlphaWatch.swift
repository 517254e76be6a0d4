import ConvCore
import ImageCodecs
import Synchronization

/// A reader that checks whether all visible pixels have one color and differ only in alpha.
///
/// The edges of such a picture are in its alpha.
final class AlphaWatch: ImageReader {
  let info: ImageInfo
  private let reader: any ImageReader
  private let state = Mutex(State())

  private struct State {
    /// The color of the first pixel that is not fully transparent.
    var color: [Float] = []
    /// The alpha of the first pixel.
    var alpha: Float?
    var hasColors = false
    var hasAlphas = false
  }

  /// Wraps a reader.
  ///
  /// - Precondition: The last channel of the picture is alpha.
  init(_ reader: any ImageReader) {
    self.reader = reader
    info = reader.info.asPicture
  }

  var notes: DecoderNotes { reader.notes }

  /// Whether all visible pixels so far have one color, and alpha varies.
  var isFlatButForAlpha: Bool {
    state.withLock { !$0.color.isEmpty && !$0.hasColors && $0.hasAlphas }
  }

  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) { try reader.setRange(range) }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    let samples = try reader.readRows(count)
    if state.withLock({ !$0.hasColors }) {
      switch samples {
      case .uint8(let samples): look(samples) { Float($0) }
      case .uint16(let samples): look(samples) { Float($0) }
      case .float32(let samples): look(samples) { $0 }
      }
    }
    return samples
  }

  private func look<Sample>(_ samples: [Sample], _ value: (Sample) -> Float) {
    let channels = info.shape.channels
    state.withLock { state in
      for pixel in stride(from: 0, to: samples.count, by: channels) where !state.hasColors {
        let alpha = value(samples[pixel + channels - 1])
        if state.alpha == nil { state.alpha = alpha }
        if alpha != state.alpha { state.hasAlphas = true }
        guard alpha > 0 else { continue }
        if state.color.isEmpty {
          state.color = (0..<channels - 1).map { value(samples[pixel + $0]) }
        }
        for channel in 0..<channels - 1
        where value(samples[pixel + channel]) != state.color[channel] {
          state.hasColors = true
        }
      }
    }
  }
}
