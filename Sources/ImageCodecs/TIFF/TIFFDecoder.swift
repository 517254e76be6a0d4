import CTIFF
import ConvCore

/// Decodes the rows of a TIFF page from top to bottom.
final class TIFFDecoder {
  private let layout: TIFFLayout
  /// One file, or one for each plane where planes are stored in strips.
  private let files: [TIFFFile]
  private let palette: [[UInt8]]
  private var numbers: TIFFNumbers
  private var nextRow = 0
  /// Rows that are decoded already: a row of tiles, or a strip that libtiff converts.
  private var ready: SampleBuffer
  private var readyRows = 0..<0

  /// Opens a page for decoding.
  init(
    _ bytes: SeekableBytes, page: Int, layout: TIFFLayout, limit: Int
  ) throws(CodecError) {
    self.layout = layout
    let count = layout.isPlanar && layout.header.is_tiled == 0 ? layout.storedChannels : 1
    var files: [TIFFFile] = []
    for _ in 0..<count {
      files.append(try TIFFFile(bytes, page: page, limit: limit))
    }
    self.files = files
    palette = try layout.colors == .palette ? files[0].palette() : []
    numbers = TIFFNumbers(layout.number, isIndex: layout.colors == .palette)
    ready = SampleBuffer(type: layout.sampleType, count: 0)
    if layout.colors == .converted, ctiff_can_be_rgba(files[0].handle) == 0 {
      throw CodecError(.unsupported, "unsupported TIFF (\(files[0].message))")
    }
  }

  /// The warning about numbers that float32 does not hold.
  var misfitNote: String? { numbers.misfitNote }

  private var height: Int { Int(layout.header.height) }
  private var width: Int { Int(layout.header.width) }

  /// Returns the next rows.
  func rows(_ count: Int) throws(CodecError) -> SampleBuffer {
    let length = width * layout.channels
    var samples = SampleBuffer(type: layout.sampleType, count: 0)
    let end = nextRow + count
    while nextRow < end {
      if !readyRows.contains(nextRow) { try decode(atMost: end - nextRow) }
      let rows = nextRow..<min(end, readyRows.upperBound)
      let first = (rows.lowerBound - readyRows.lowerBound) * length
      samples.append(ready.slice(first..<first + rows.count * length))
      nextRow = rows.upperBound
    }
    return samples
  }

  /// Decodes the rows from the next one on that belong together.
  private func decode(atMost count: Int) throws(CodecError) {
    if layout.colors == .converted { return try convertUnit() }
    let isTiled = layout.header.is_tiled != 0
    let rows =
      isTiled ? min(Int(layout.header.tile_height), height - nextRow) : count
    let stored = try isTiled ? tiles(rows) : strips(rows)
    ready = try TIFFColors(layout, palette: palette).picture(of: stored)
    readyRows = nextRow..<nextRow + rows
  }

  private func failure(_ file: TIFFFile, _ row: Int) -> CodecError {
    let progress = "\(row) of \(height) rows"
    let message = file.message
    let isShort = ["Read error", "Premature end", "Not enough data"].contains {
      message.contains($0)
    }
    return CodecError(
      .damaged,
      isShort
        ? "truncated TIFF: \(progress)"
        : "damaged TIFF: \(progress)\(message.isEmpty ? "" : " (\(message))")")
  }

  // MARK: Strips

  private func strips(_ rows: Int) throws(CodecError) -> SampleBuffer {
    if !layout.isPlanar {
      return trimmed(try plane(files[0], 0, rows, perRow: width * Int(layout.header.samples)))
    }
    var planes: [SampleBuffer] = []
    for (index, file) in files.enumerated() {
      planes.append(try plane(file, index, rows, perRow: width))
    }
    return TIFFDecoder.interleaved(planes)
  }

  private func plane(
    _ file: TIFFFile, _ index: Int, _ rows: Int, perRow: Int
  ) throws(CodecError) -> SampleBuffer {
    let stride = (perRow * Int(layout.header.bits) + 7) / 8
    guard stride <= Int(layout.header.row_bytes) else { throw failure(file, nextRow) }
    // libtiff writes whole rows of its own length.
    let length = Int(layout.header.row_bytes)
    let bytes = try SampleBufferBytes.filled(rows * stride + length - stride) {
      buffer throws(CodecError) in
      let start = buffer.bindMemory(to: UInt8.self).baseAddress
      for row in 0..<rows {
        let target = start?.advanced(by: row * stride)
        guard ctiff_row(file.handle, target, UInt32(nextRow + row), UInt16(index)) != 0,
          !file.hasDamage
        else { throw failure(file, nextRow + row) }
      }
    }
    return numbers.samples(
      length == stride ? bytes : Array(bytes[..<(rows * stride)]), rows: rows, perRow: perRow)
  }

  // MARK: Tiles

  private func tiles(_ rows: Int) throws(CodecError) -> SampleBuffer {
    guard layout.isPlanar else {
      return trimmed(try tileRow(0, rows, perPixel: Int(layout.header.samples)))
    }
    var planes: [SampleBuffer] = []
    for index in 0..<layout.storedChannels {
      planes.append(try tileRow(index, rows, perPixel: 1))
    }
    return TIFFDecoder.interleaved(planes)
  }

  /// Decodes one row of tiles, and returns the rows of the picture in it.
  private func tileRow(
    _ plane: Int, _ rows: Int, perPixel: Int
  ) throws(CodecError) -> SampleBuffer {
    let header = layout.header
    let (tileWidth, bits) = (Int(header.tile_width), Int(header.bits) * perPixel)
    guard tileWidth * bits % 8 == 0 else {
      throw CodecError(.unsupported, "TIFF whose tiles do not begin at whole bytes")
    }
    let tileStride = tileWidth * bits / 8
    let stride = (width * bits + 7) / 8
    guard tileStride * Int(header.tile_height) <= Int(header.tile_bytes) else {
      throw failure(files[0], nextRow)
    }
    var bytes = [UInt8](repeating: 0, count: rows * stride)
    for x in Swift.stride(from: 0, to: width, by: tileWidth) {
      let tile = try SampleBufferBytes.filled(Int(header.tile_bytes)) { buffer throws(CodecError) in
        guard
          ctiff_tile(
            files[0].handle, buffer.bindMemory(to: UInt8.self).baseAddress, UInt32(x),
            UInt32(nextRow), UInt16(plane)) != 0, !files[0].hasDamage
        else { throw failure(files[0], nextRow) }
      }
      let left = x * bits / 8
      let count = min(tileStride, stride - left)
      bytes.withUnsafeMutableBytes { output in
        tile.withUnsafeBytes { input in
          for row in 0..<rows {
            output[(row * stride + left)...].copyUpTo(count, input[(row * tileStride)...])
          }
        }
      }
    }
    return numbers.samples(bytes, rows: rows, perRow: width * perPixel)
  }

  // MARK: Arrangement

  /// Leaves out samples behind those that are read.
  private func trimmed(_ samples: SampleBuffer) -> SampleBuffer {
    let (all, kept) = (Int(layout.header.samples), layout.storedChannels)
    guard kept < all else { return samples }
    func trim<Sample>(_ samples: [Sample]) -> [Sample] {
      Swift.stride(from: 0, to: samples.count, by: all).flatMap { samples[$0..<$0 + kept] }
    }
    return switch samples {
    case .uint8(let samples): .uint8(trim(samples))
    case .uint16(let samples): .uint16(trim(samples))
    case .float32(let samples): .float32(trim(samples))
    }
  }

  private static func interleaved(_ planes: [SampleBuffer]) -> SampleBuffer {
    func join<Sample>(_ planes: [[Sample]]) -> [Sample] {
      let count = planes[0].count
      return [Sample](unsafeUninitializedCapacity: count * planes.count) { output, initialized in
        for (channel, plane) in planes.enumerated() {
          for index in 0..<count {
            (output.baseAddress.unsafelyUnwrapped + index * planes.count + channel)
              .initialize(to: plane[index])
          }
        }
        initialized = count * planes.count
      }
    }
    switch planes[0] {
    case .uint8:
      return .uint8(join(planes.map { if case .uint8(let samples) = $0 { samples } else { [] } }))
    case .uint16:
      return .uint16(join(planes.map { if case .uint16(let samples) = $0 { samples } else { [] } }))
    case .float32:
      return .float32(
        join(planes.map { if case .float32(let samples) = $0 { samples } else { [] } }))
    }
  }

  // MARK: Conversion by libtiff

  /// Decodes a strip or a row of tiles to RGB of 8 bits.
  private func convertUnit() throws(CodecError) {
    let header = layout.header
    let isTiled = header.is_tiled != 0
    let tall = Int(isTiled ? header.tile_height : min(header.rows_per_strip, header.height))
    let wide = isTiled ? Int(header.tile_width) : width
    // Strips and tiles are converted whole.
    let first = nextRow / tall * tall
    let rows = min(tall, height - first)
    var samples = [UInt8](repeating: 0, count: rows * width * 3)
    for left in stride(from: 0, to: width, by: wide) {
      var pixels = [UInt32](repeating: 0, count: tall * wide)
      guard ctiff_rgba(files[0].handle, &pixels, UInt32(left), UInt32(first)) != 0,
        !files[0].hasDamage
      else { throw failure(files[0], first) }
      for row in 0..<rows {
        // The last row comes first; a last strip is filled from its own last row on, a tile whole.
        let stored = (isTiled ? tall : rows) - 1 - row
        for x in 0..<min(wide, width - left) {
          let pixel = pixels[stored * wide + x]
          let place = (row * width + left + x) * 3
          samples[place] = UInt8(truncatingIfNeeded: pixel)
          samples[place + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          samples[place + 2] = UInt8(truncatingIfNeeded: pixel >> 16)
        }
      }
    }
    ready = .uint8(samples)
    readyRows = first..<first + rows
  }
}

extension Slice<UnsafeMutableRawBufferPointer> {
  /// Copies the first bytes of another buffer.
  fileprivate func copyUpTo(_ count: Int, _ source: Slice<UnsafeRawBufferPointer>) {
    UnsafeMutableRawBufferPointer(rebasing: self[startIndex..<startIndex + count])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(count)))
  }
}
