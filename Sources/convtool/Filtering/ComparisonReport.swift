import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// What `compare` prints.
struct ComparisonReport {
  let first: WholePicture
  let second: WholePicture
  let difference: ImageDifference
  let values: (Image, Image)
  let isEqual: Bool

  private struct Record: Encodable {
    let equal: Bool
    @JSONNumber var largest: Double
    let position: [Int]?
    @JSONNumber var mean: Double
    let differing: Int
    let values: Int
    /// In decibels; `null` for equal pictures, and where no largest level is known.
    @JSONNumber var psnr: Double
  }

  /// The difference between white and black, where both files say the same.
  private var peak: Double? {
    guard let peak = first.levels?.upperBound, second.levels?.upperBound == peak else { return nil }
    return Double(peak)
  }

  func print(json: Bool) throws {
    let psnr = peak.map(difference.peakSignalToNoise) ?? .nan
    guard !json else {
      return Swift.print(
        try JSONOutput.text(
          Record(
            equal: isEqual, largest: difference.largest,
            position: difference.position.map { [$0.y, $0.x, $0.channel] }, mean: difference.mean,
            differing: difference.count, values: values.0.samples.count, psnr: psnr)))
    }
    guard let position = difference.position else { return Swift.print("equal") }
    let (a, b) = (
      values.0[position.y, position.x, position.channel],
      values.1[position.y, position.x, position.channel]
    )
    let count = values.0.samples.count
    let share = 100 * Double(difference.count) / Double(count)
    Swift.print(
      """
      largest    \(number(difference.largest)) at row \(position.y), column \(position.x), channel \
      \(position.channel): \(number(Double(a))) and \(number(Double(b)))
      mean       \(number(difference.mean))
      differing  \(difference.count) of \(count) values, \(number(share)) %
      """)
    if let peak { Swift.print("psnr       \(number(psnr)) dB, with \(Int(peak)) for white") }
  }

  private func number(_ value: Double) -> String { String(format: "%.6g", value) }
}
