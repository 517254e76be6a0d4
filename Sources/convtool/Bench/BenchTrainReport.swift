import Foundation
import ImageCodecs

/// The rows of `bench train`, as text or JSON.
struct BenchTrainReport {
  let engine: String
  var threads: Int
  let images: Int
  let batchSize: Int
  /// The operations per second of one core that works only in registers.
  let peak: Double
  let timings: [PassTiming]

  /// The JSON row of the multiply-add peak of a core.
  private struct PeakRow: Encodable {
    let name = "fma-peak"
    let threads: Int
    @JSONNumber var gflopsPerCore: Double
    let isa: String
  }

  /// The JSON row of one pass of a layer.
  private struct PassRow: Encodable {
    enum CodingKeys: String, CodingKey {
      case name, threads, layer, pass, products, gflops, shareOfPeak
      // The automatic key would not separate the number from the preceding word.
      case time = "us_per_16_images"
    }

    let name = "conv-pass"
    let threads: Int
    let layer: String
    let pass: String
    let products: String
    @JSONNumber var time: Double
    @JSONNumber var gflops: Double
    @JSONNumber var shareOfPeak: Double
  }

  /// The JSON row of one epoch.
  private struct EpochRow: Encodable {
    let name: String
    let threads: Int
    let images: Int
    let batch: Int
    @JSONNumber var seconds: Double
    @JSONNumber var usPerImage: Double
    @JSONNumber var peakMemoryMb: Double
  }

  func machine(json: Bool) throws -> String {
    if json {
      return try JSONOutput.text(
        PeakRow(threads: threads, gflopsPerCore: rounded(peak / 1e9), isa: engine))
    }
    return String(
      format: "%@, %d threads; multiply-adds in registers alone: %.1f GFLOP/s a core\n", engine,
      threads, peak / 1e9)
  }

  func passes(json: Bool) throws -> [String] {
    let header =
      "layer      pass              products   us/16 images   GFLOP/s   of the peak"
    let rows = try timings.map { try line($0, json) }
    let total = PassTiming(
      layer: "all three", pass: "forward+backward", products: "",
      seconds: timings.reduce(0) { $0 + $1.seconds },
      operations: timings.reduce(0) { $0 + $1.operations })
    return (json ? [] : [header]) + rows + [try line(total, json)] + (json ? [] : [""])
  }

  private func line(_ timing: PassTiming, _ json: Bool) throws -> String {
    let rate = timing.operations / timing.seconds
    if json {
      return try JSONOutput.text(
        PassRow(
          threads: threads, layer: timing.layer, pass: timing.pass, products: timing.products,
          time: rounded(timing.seconds * 1e6), gflops: rounded(rate / 1e9),
          shareOfPeak: rounded(rate / peak, digits: 3)))
    }
    func pad(_ text: String, _ width: Int) -> String {
      text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
    return pad(timing.layer, 11) + pad(timing.pass, 18) + pad(timing.products, 11)
      + String(
        format: "%12.0f %9.1f %11.0f %%", timing.seconds * 1e6, rate / 1e9, 100 * rate / peak)
  }

  /// Writes what an epoch took.
  ///
  /// - Parameters:
  ///   - seconds: The times of the repetitions.
  ///   - augments: Whether the images were augmented.
  ///   - plain: The time without augmentation.
  ///   - first: The time with the first number of threads; `nil` where this is it.
  ///   - json: Whether to write JSON.
  /// - Returns: One line of text or JSON.
  /// - Throws: `EncodingError` when a number is not finite.
  func epoch(
    _ seconds: [Double], augments: Bool, plain: Double,
    first: (threads: Int, seconds: Double)?, json: Bool
  ) throws -> String {
    let median = Swift.max(Measurement.median(seconds), .leastNormalMagnitude)
    let name = augments ? "train-epoch-augmented" : "train-epoch"
    let memory = Double(Measurement.peakMemory) / 1e6
    if json {
      return try JSONOutput.text(
        EpochRow(
          name: name, threads: threads, images: images, batch: batchSize,
          seconds: rounded(median, digits: 3),
          usPerImage: rounded(median / Double(images) * 1e6), peakMemoryMb: rounded(memory)))
    }
    let each = seconds.map { String(format: "%.2f", $0) }.joined(separator: " ")
    return String(
      format: "%@: %d images, batch %d, %@: %.2f s (%@), %.1f us an image%@%@, "
        + "peak memory %.0f MB",
      name, images, batchSize, BenchThreadOptions.words(threads), median, each,
      median / Double(images) * 1e6,
      augments ? String(format: ", %.2f of the plain one", median / plain) : "",
      BenchThreadOptions.scaling(median, first: first), memory)
  }

  private func rounded(_ value: Double, digits: Int = 2) -> Double {
    let scale = digits == 3 ? 1000.0 : 100
    return (value * scale).rounded() / scale
  }
}
