import ConvCore
import ImageCodecs
import Synchronization

/// A reader of an image in memory.
final class MemoryReader: ImageReader {
  let info: ImageInfo
  private let image: Image
  private let nextRow = Mutex(0)

  init(_ image: Image) {
    self.image = image
    info = ImageInfo(format: .npy, shape: image.shape, sampleType: .float32, hasAlpha: false)
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    let first = nextRow.withLock { row in
      defer { row += count }
      return row
    }
    let length = image.shape.rowLength
    return .float32(Array(image.samples[first * length..<(first + count) * length]))
  }
}
