/// The row filters of PNG (specification, section 9): differences to neighboring bytes, modulo 256.
struct RowFilter {
  private let length: Int
  /// The number of bytes of a pixel, at most the length of a row.
  private let step: Int
  private var trial: [UInt8]
  private var histogram = ByteHistogram()

  init(length: Int, bytesPerPixel: Int) {
    self.length = length
    step = min(bytesPerPixel, length)
    trial = [UInt8](repeating: 0, count: length)
  }

  /// Writes the filter type and the filtered row.
  mutating func write(
    _ row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>?, _ filtering: RowFiltering,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    switch filtering {
    case .none:
      output[0] = 0
      (output + 1).update(from: row, count: length)
    case .up where above != nil:
      output[0] = 2
      apply(2, row, above ?? row, to: output + 1)
    case .up:
      output[0] = 1
      apply(1, row, row, to: output + 1)
    case .adaptive: writeBest(row, above: above, to: output)
    }
  }

  private mutating func writeBest(
    _ row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>?,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    output[0] = 0
    (output + 1).update(from: row, count: length)
    var best = histogram.order(of: row, count: length)
    let (length, step) = (length, step)
    trial.withUnsafeMutableBufferPointer { trial in
      guard let trial = trial.baseAddress else { return }
      let filter = FilterLoops(length: length, step: step)
      for type in 1...UInt8(above == nil ? 1 : 4) {
        filter.apply(type, row, above ?? row, to: trial)
        let order = histogram.order(of: trial, count: length)
        guard order > best else { continue }
        best = order
        output[0] = type
        (output + 1).update(from: trial, count: length)
      }
    }
  }

  private func apply(
    _ type: UInt8, _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    FilterLoops(length: length, step: step).apply(type, row, above, to: output)
  }
}

/// The four filters of PNG as loops over bytes.
private struct FilterLoops {
  let length: Int
  let step: Int

  func apply(
    _ type: UInt8, _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    switch type {
    case 1:
      for i in 0..<step { output[i] = row[i] }
      for i in step..<length { output[i] = row[i] &- row[i &- step] }
    case 2:
      for i in 0..<length { output[i] = row[i] &- above[i] }
    case 3:
      for i in 0..<step { output[i] = row[i] &- above[i] >> 1 }
      for i in step..<length {
        let sum = UInt16(row[i &- step]) &+ UInt16(above[i])
        output[i] = row[i] &- UInt8(truncatingIfNeeded: sum >> 1)
      }
    default:
      for i in 0..<step { output[i] = row[i] &- above[i] }
      for i in step..<length {
        output[i] = row[i] &- paeth(row[i &- step], above[i], above[i &- step])
      }
    }
  }

  /// Whichever of left, above and above left is nearest to left + above − above left.
  private func paeth(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
    let (a, b, c) = (Int16(left), Int16(above), Int16(corner))
    let (pa, pb, pc) = (abs(b &- c), abs(a &- c), abs(a &+ b &- c &- c))
    return pa <= pb && pa <= pc ? left : (pb <= pc ? above : corner)
  }
}

/// Counts bytes to estimate the size after Huffman coding.
private struct ByteHistogram {
  /// Four tables, so that counting a byte does not wait for the preceding count.
  private var counts = [UInt32](repeating: 0, count: 1024)

  /// Σ n·log₂ n over the counts n of the bytes, in 256ths.
  ///
  /// A larger sum means fewer bits: the bytes need N·log₂ N minus the sum. Integer arithmetic makes
  /// files equal on all machines.
  mutating func order(of bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    counts.withUnsafeMutableBufferPointer { counts in
      guard let table = counts.baseAddress else { return 0 }
      counts.update(repeating: 0)
      var i = 0
      while i &+ 4 <= count {
        table[Int(bytes[i])] &+= 1
        table[256 &+ Int(bytes[i &+ 1])] &+= 1
        table[512 &+ Int(bytes[i &+ 2])] &+= 1
        table[768 &+ Int(bytes[i &+ 3])] &+= 1
        i &+= 4
      }
      while i < count {
        table[Int(bytes[i])] &+= 1
        i &+= 1
      }
      var order: UInt64 = 0
      for byte in 0..<256 {
        let n = table[byte] &+ table[byte &+ 256] &+ table[byte &+ 512] &+ table[byte &+ 768]
        order &+= UInt64(n) &* UInt64(ByteHistogram.logarithm(n))
      }
      return order
    }
  }

  /// log₂ n in 256ths, 0 for n = 0: the exponent, plus m + 0.344·m·(1 − m) for the mantissa 1 + m.
  ///
  /// The error of the parabola is less than 0.01.
  private static func logarithm(_ n: UInt32) -> UInt32 {
    guard n > 0 else { return 0 }
    let exponent = UInt32(31 - n.leadingZeroBitCount)
    let m = UInt32(truncatingIfNeeded: (UInt64(n) << 8) >> UInt64(exponent)) & 255
    return exponent << 8 + m + (m * (256 - m) * 88) >> 16
  }
}
