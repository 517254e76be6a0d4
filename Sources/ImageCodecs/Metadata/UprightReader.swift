import ConvCore

/// A reader that turns a picture upright; holds the whole picture.
final class UprightReader: ImageReader, @unchecked Sendable {
  private(set) var info: ImageInfo
  private let reader: any ImageReader
  private let orientation: Orientation
  private var stored: SampleBuffer?
  private var nextRow = 0

  /// Wraps a reader.
  ///
  /// - Parameters:
  ///   - reader: Reads the picture as stored.
  ///   - orientation: The orientation that the file gives.
  ///   - name: What the file calls it, for messages.
  init(_ reader: any ImageReader, _ orientation: Orientation, named name: String) {
    self.reader = reader
    self.orientation = orientation
    var info = reader.info
    if orientation.swapsSides {
      (info.shape.height, info.shape.width) = (info.shape.width, info.shape.height)
      if let density = info.metadata.density {
        info.metadata.density = .init(unit: density.unit, x: density.y, y: density.x)
      }
    }
    info.metadata.exif = info.metadata.exif.map { Orientation.reset(exif: $0) }
    info.metadata.xmp = info.metadata.xmp.map { Orientation.reset(xmp: $0) }
    info.wholeImageReason = "its \(name) is \(orientation.rawValue)"
    info.orientation = .upright
    self.info = info
  }

  var notes: DecoderNotes { reader.notes }

  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) {
    try reader.setRange(range)
    info.range = reader.info.range
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    let image: SampleBuffer
    if let stored { image = stored } else { image = try reader.readRows(reader.info.shape.height) }
    stored = image
    let rows = nextRow..<nextRow + count
    return switch image {
    case .uint8(let samples): .uint8(upright(samples, rows))
    case .uint16(let samples): .uint16(upright(samples, rows))
    case .float32(let samples): .float32(upright(samples, rows))
    }
  }

  private func upright<Sample>(_ samples: [Sample], _ rows: Range<Int>) -> [Sample] {
    let shape = reader.info.shape
    let channels = shape.channels
    return [Sample](unsafeUninitializedCapacity: rows.count * info.shape.rowLength) {
      output, initialized in
      for y in rows {
        for x in 0..<info.shape.width {
          let from = orientation.source(y: y, x: x, stored: shape.size)
          let base = (from.y * shape.width + from.x) * channels
          for c in 0..<channels {
            output.initializeElement(at: initialized, to: samples[base + c])
            initialized += 1
          }
        }
      }
    }
  }
}
