import ConvCore

/// Rows of PNG bytes before deflate: 16-bit samples big-endian, each row behind its filter type.
struct PNGRows {
  let bytes: [UInt8]
  let count: Int
  let bytesPerPixel: Int

  init(_ samples: SampleBuffer, count: Int, bytesPerPixel: Int) {
    self.count = count
    self.bytesPerPixel = bytesPerPixel
    switch samples {
    case .uint8(let samples): bytes = samples
    case .uint16(let samples):
      bytes = [UInt8](unsafeUninitializedCapacity: samples.count * 2) { output, initialized in
        guard let base = output.baseAddress else { return }
        samples.withUnsafeBufferPointer { samples in
          for i in 0..<samples.count {
            base[2 &* i] = UInt8(truncatingIfNeeded: samples[i] >> 8)
            base[2 &* i &+ 1] = UInt8(truncatingIfNeeded: samples[i])
          }
        }
        initialized = samples.count * 2
      }
    case .float32: preconditionFailure("PNG of floats")
    }
  }

  var rowLength: Int { count == 0 ? 0 : bytes.count / count }

  /// The rows behind their filter types.
  ///
  /// No filter, or for each row the filter whose differences have the
  /// smallest sum of magnitudes (the heuristic of the PNG specification, section 12.8). The first
  /// row is filtered by its own pixels only, so that strips do not depend on each other.
  func filtered(_ rows: Range<Int>, adaptively: Bool) -> [UInt8] {
    let length = rowLength
    var result = [UInt8](repeating: 0, count: rows.count * (length + 1))
    var trial = [UInt8](repeating: 0, count: length)
    bytes.withUnsafeBufferPointer { bytes in
      result.withUnsafeMutableBufferPointer { result in
        trial.withUnsafeMutableBufferPointer { trial in
          guard let bytes = bytes.baseAddress, let result = result.baseAddress,
            let trial = trial.baseAddress
          else { return }
          for (index, row) in rows.enumerated() {
            let line = FilteredRow(
              row: bytes + row * length, above: index == 0 ? nil : bytes + (row - 1) * length,
              length: length, bytesPerPixel: bytesPerPixel)
            line.write(to: result + index * (length + 1), trial: trial, adaptively: adaptively)
          }
        }
      }
    }
    return result
  }
}

/// One row and the one above it, to be filtered.
private struct FilteredRow {
  let row: UnsafePointer<UInt8>
  let above: UnsafePointer<UInt8>?
  let length: Int
  let bytesPerPixel: Int

  func write(
    to output: UnsafeMutablePointer<UInt8>, trial: UnsafeMutablePointer<UInt8>, adaptively: Bool
  ) {
    output[0] = 0
    (output + 1).update(from: row, count: length)
    guard adaptively else { return }
    var best = cost(row)
    for type in 1...(above == nil ? 1 : 4) {
      apply(UInt8(type), to: trial)
      let cost = cost(trial)
      if cost < best {
        best = cost
        output[0] = UInt8(type)
        (output + 1).update(from: trial, count: length)
      }
    }
  }

  /// Σ of the bytes as signed numbers, without their signs.
  private func cost(_ bytes: UnsafePointer<UInt8>) -> Int {
    var sum: UInt32 = 0
    for i in 0..<length {
      let byte = bytes[i]
      sum &+= UInt32(byte < 128 ? byte : 0 &- byte)
    }
    return Int(sum)
  }

  private func apply(_ type: UInt8, to output: UnsafeMutablePointer<UInt8>) {
    let n = min(bytesPerPixel, length)
    let above = above ?? row
    switch type {
    case 1:
      for i in 0..<n { output[i] = row[i] }
      for i in n..<max(n, length) { output[i] = row[i] &- row[i &- n] }
    case 2:
      for i in 0..<length { output[i] = row[i] &- above[i] }
    case 3:
      for i in 0..<n { output[i] = row[i] &- above[i] >> 1 }
      for i in n..<max(n, length) {
        output[i] =
          row[i] &- UInt8(truncatingIfNeeded: (UInt16(row[i &- n]) &+ UInt16(above[i])) >> 1)
      }
    default:
      for i in 0..<n { output[i] = row[i] &- above[i] }
      for i in n..<max(n, length) {
        output[i] = row[i] &- paeth(row[i &- n], above[i], above[i &- n])
      }
    }
  }

  /// Of left, above and above left the one nearest to left + above − above left.
  private func paeth(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
    let (a, b, c) = (Int16(left), Int16(above), Int16(corner))
    let (pa, pb, pc) = (abs(b &- c), abs(a &- c), abs(a &+ b &- c &- c))
    return pa <= pb && pa <= pc ? left : (pb <= pc ? above : corner)
  }
}
