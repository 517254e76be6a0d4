import ConvCore
import ImageCodecs
import Synchronization

/// A writer that detects pictures in which nearly all samples are equal.
///
/// Rows are passed on to another writer. Counting stops as soon as too many samples differ, which
/// is after the first rows of most pictures.
package final class LevelTally: ImageWriter {
  private let writer: any ImageWriter
  private let info: ImageInfo
  private let state = Mutex(State())

  private struct State {
    var counts: [Int: Int] = [:]
    var seen = 0
    /// Whether more samples differ than the allowed share.
    var isVaried = false
  }

  /// The share of equal samples above which a picture looks empty.
  package static let share = 0.99

  /// Creates a writer that counts samples and passes them on to `writer`.
  package init(_ writer: any ImageWriter, _ info: ImageInfo) {
    self.writer = writer
    self.info = info
  }

  /// The level of more than 99 % of all color samples, and its share; `nil` when there is none.
  package var flatLevel: (level: Int, share: Double)? {
    state.withLock { state in
      guard !state.isVaried, state.seen > 0,
        let most = state.counts.max(by: { $0.value < $1.value })
      else { return nil }
      let share = Double(most.value) / Double(state.seen)
      return share > LevelTally.share ? (most.key, share) : nil
    }
  }

  /// Counts samples, then encodes the rows with the underlying writer.
  ///
  /// - Throws: `CodecError` of the underlying writer.
  package func encode(
    _ samples: SampleBuffer, rows: Range<Int>
  ) throws(CodecError) -> EncodedRows {
    if state.withLock({ !$0.isVaried }) {
      switch samples {
      case .uint8(let samples): count(samples)
      case .uint16(let samples): count(samples)
      case .float32: state.withLock { $0.isVaried = true }
      }
    }
    return try writer.encode(samples, rows: rows)
  }

  /// Appends the rows to the underlying writer.
  ///
  /// - Throws: `CodecError` of the underlying writer.
  package func append(_ strip: EncodedRows) throws(CodecError) { try writer.append(strip) }

  /// Finishes the underlying writer.
  ///
  /// - Throws: `CodecError` of the underlying writer.
  package func finish() throws(CodecError) { try writer.finish() }

  private func count<Sample: FixedWidthInteger>(_ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    let (channels, colors) = (info.shape.channels, info.colorChannels)
    let total = samples.count / channels * colors
    let level = LevelTally.frequent(samples, channels, colors)
    let all = info.shape.height * info.shape.width * colors
    let allowed = Int((1 - LevelTally.share) * Double(all))
    let same = level.map { LevelTally.count(of: $0, in: samples, channels, colors, allowed) } ?? 0
    state.withLock { state in
      if let level { state.counts[Int(level), default: 0] += same }
      state.seen += total
      let most = state.counts.values.max() ?? 0
      state.isVaried = state.isVaried || state.seen - most > allowed
    }
  }

  /// The level of at least half of 509 probed samples; `nil` when there is none.
  private static func frequent<Sample: FixedWidthInteger>(
    _ samples: [Sample], _ channels: Int, _ colors: Int
  ) -> Sample? {
    let pixels = samples.count / channels
    // Probe indices without a common period with the picture.
    var probe = (0..<509).map { index in
      samples[index &* 2_654_435_761 % pixels * channels + index % colors]
    }
    probe.sort()
    let middle = probe[probe.count / 2]
    return 2 * probe.count(where: { $0 == middle }) >= probe.count ? middle : nil
  }

  /// Counts samples of a level; stops after more than `allowed` other samples.
  private static func count<Sample: FixedWidthInteger>(
    of level: Sample, in samples: [Sample], _ channels: Int, _ colors: Int, _ allowed: Int
  ) -> Int {
    let pixels = samples.count / channels
    var count = 0
    for first in stride(from: 0, to: pixels, by: 1024) {
      let end = min(first + 1024, pixels)
      if channels == colors {
        for i in first * channels..<end * channels { count &+= samples[i] == level ? 1 : 0 }
      } else {
        for pixel in first..<end {
          for channel in 0..<colors where samples[pixel * channels + channel] == level {
            count &+= 1
          }
        }
      }
      if end * colors - count > allowed { break }
    }
    return count
  }
}
