internal import RowLoops

/// Neighboring rows of samples in the type of their file.
package struct RowBand: Hashable, Sendable {
  /// The range of image rows in this band.
  package let rows: Range<Int>
  /// The samples of these rows.
  package let samples: SampleBuffer
  /// For floats that were examined, the bits of each row's largest magnitude.
  private let largest: [UInt32]?
  /// Whether all samples are known to be finite.
  let isFinite: Bool

  /// Creates a band, and searches the floats once for nonfinite values.
  package init(rows: Range<Int>, samples: SampleBuffer) {
    self.init(rows: rows, samples: samples, isFinite: samples.type != .float32)
  }

  /// Creates a band, and searches floats for nonfinite values unless `isFinite`.
  package init(rows: Range<Int>, samples: SampleBuffer, isFinite: Bool) {
    self.rows = rows
    self.samples = samples
    guard !isFinite, case .float32(let floats) = samples, !rows.isEmpty else {
      largest = nil
      self.isFinite = isFinite
      return
    }
    let length = floats.count / rows.count
    let magnitudes = rows.map { row in
      Engine.preferred.loops.largestMagnitude(
        floats.span, from: (row - rows.lowerBound) * length, count: length)
    }
    largest = magnitudes
    self.isFinite = magnitudes.allSatisfy { $0 < Float.infinity.bitPattern }
  }

  /// Creates a band of floats of which few rows will be read: each row is examined on reading.
  init(unseen strip: ImageRows) {
    rows = strip.rows
    samples = .float32(strip.samples)
    largest = nil
    isFinite = false
  }

  /// Returns the bits of a row's largest magnitude; the bits of NaN are larger than those of
  /// infinity.
  ///
  /// - Precondition: The band holds the row.
  func largestMagnitude(ofRow row: Int) -> UInt32 {
    if let largest { return largest[row - rows.lowerBound] }
    switch samples {
    case .uint8: return Float(UInt8.max).bitPattern
    case .uint16: return Float(UInt16.max).bitPattern
    case .float32(let floats):
      let length = floats.count / rows.count
      return Engine.preferred.loops.largestMagnitude(
        floats.span, from: (row - rows.lowerBound) * length, count: length)
    }
  }
}
