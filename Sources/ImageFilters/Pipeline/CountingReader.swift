import ConvCore
import ImageCodecs
import RowLoops
import Synchronization

/// A reader that counts the samples that are not finite.
final class CountingReader: ImageReader {
  private let reader: any ImageReader
  private let engine: Engine
  private let counted = Mutex(0)

  init(_ reader: any ImageReader, engine: Engine) {
    self.reader = reader
    self.engine = engine
  }

  var info: ImageInfo { reader.info }

  var notes: DecoderNotes { reader.notes }

  /// The number of samples so far that are not finite.
  var nonfinite: Int { counted.withLock { $0 } }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    let samples = try reader.readRows(count)
    if case .float32(let floats) = samples {
      let found = engine.loops.nonfinite(floats.span, from: 0, count: floats.count)
      counted.withLock { $0 += found }
    }
    return samples
  }
}
