internal import RowLoops

/// Some neighbouring rows of samples in the type of their file.
package struct RowBand: Hashable, Sendable {
  /// Which rows of the image.
  package let rows: Range<Int>
  /// `rows.count` rows of samples.
  package let samples: SampleBuffer
  /// The bits of each row's largest magnitude, for floats that were looked at.
  private let largest: [UInt32]?
  /// Whether all samples are known to be finite.
  let isFinite: Bool

  /// Creates a band, and looks once for floats that are not finite.
  package init(rows: Range<Int>, samples: SampleBuffer) {
    self.init(rows: rows, samples: samples, isFinite: samples.type != .float32)
  }

  /// Creates a band of samples that are known to be finite, or have to be looked at.
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

  /// Creates a band of floats of which few rows will be read: each is looked at when it is.
  init(unseen strip: ImageRows) {
    rows = strip.rows
    samples = .float32(strip.samples)
    largest = nil
    isFinite = false
  }

  /// The bits of the largest magnitude of a row; those of NaN lie above infinity.
  ///
  /// - Precondition: The row is here.
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
