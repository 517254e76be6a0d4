import ConvCore

/// Rows of PNG bytes before deflate: 16-bit samples big-endian, row after row.
struct PNGRows {
  let bytes: [UInt8]
  let count: Int
  let bytesPerPixel: Int

  private init(bytes: [UInt8], count: Int, bytesPerPixel: Int) {
    self.bytes = bytes
    self.count = count
    self.bytesPerPixel = bytesPerPixel
  }

  init(_ samples: SampleBuffer, count: Int, bytesPerPixel: Int) {
    switch samples {
    case .uint8(let samples):
      self.init(bytes: samples, count: count, bytesPerPixel: bytesPerPixel)
    case .uint16(let samples):
      self.init(
        bytes: PNGRows.bigEndianBytes(samples), count: count, bytesPerPixel: bytesPerPixel)
    case .float32: preconditionFailure("PNG of floats")
    }
  }

  var rowLength: Int { count == 0 ? 0 : bytes.count / count }

  /// The bytes of 16-bit samples, the higher one first.
  static func bigEndianBytes(_ samples: [UInt16]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: samples.count * 2) { output, initialized in
      guard let base = output.baseAddress else { return }
      samples.withUnsafeBufferPointer { samples in
        for i in 0..<samples.count {
          base[2 &* i] = UInt8(truncatingIfNeeded: samples[i] >> 8)
          base[2 &* i &+ 1] = UInt8(truncatingIfNeeded: samples[i])
        }
      }
      initialized = samples.count * 2
    }
  }

  /// A small sample of the rows, on which plans are tried.
  ///
  /// Takes up to 8 rows from the middle. Of long rows, two stretches of about 1 KB are
  /// taken, centered at one quarter and at three quarters.
  func sample() -> PNGRows {
    let rows = min(count, 8)
    let first = (count - rows) / 2
    let pixels = bytesPerPixel == 0 ? 0 : 1024 / bytesPerPixel
    let stretch = pixels * bytesPerPixel
    guard rowLength > 3 * stretch else {
      let range = first * rowLength..<(first + rows) * rowLength
      return PNGRows(bytes: Array(bytes[range]), count: rows, bytesPerPixel: bytesPerPixel)
    }
    let columns = rowLength / bytesPerPixel
    var part: [UInt8] = []
    part.reserveCapacity(rows * stretch * 2)
    for row in first..<first + rows {
      for quarter in [1, 3] {
        let start = row * rowLength + (columns * quarter / 4 - pixels / 2) * bytesPerPixel
        part += bytes[start..<start + stretch]
      }
    }
    return PNGRows(bytes: part, count: rows, bytesPerPixel: bytesPerPixel)
  }

  /// Filters all rows; each row follows its filter type.
  ///
  /// The first row is filtered by its own pixels only, so that groups of rows do not depend on each
  /// other.
  func filtered(_ filtering: RowFiltering) -> [UInt8] {
    let length = rowLength
    var filter = RowFilter(length: length, bytesPerPixel: bytesPerPixel)
    return [UInt8](unsafeUninitializedCapacity: count * (length + 1)) { output, initialized in
      bytes.withUnsafeBufferPointer { bytes in
        guard let bytes = bytes.baseAddress, let output = output.baseAddress else { return }
        for row in 0..<count {
          filter.write(
            bytes + row * length, above: row == 0 ? nil : bytes + (row - 1) * length,
            filtering, to: output + row * (length + 1))
        }
      }
      initialized = count * (length + 1)
    }
  }
}
