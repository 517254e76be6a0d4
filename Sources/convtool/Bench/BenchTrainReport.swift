import Foundation

/// The rows of `bench train`, as text or JSON.
struct BenchTrainReport {
  let engine: String
  let threads: Int
  let images: Int
  let batchSize: Int
  /// Operations a second of one core in registers alone.
  let peak: Double
  let timings: [PassTiming]

  func machine(json: Bool) -> String {
    if json {
      return row("fma-peak", ["gflops_per_core": rounded(peak / 1e9), "isa": "\"\(engine)\""])
    }
    return String(
      format: "%@, %d threads; multiply-adds in registers alone: %.1f GFLOP/s a core\n", engine,
      threads, peak / 1e9)
  }

  func passes(json: Bool) -> [String] {
    let header =
      "layer      pass              products   us/16 images   GFLOP/s   of the peak"
    let rows = timings.map { line($0, json) }
    let total = PassTiming(
      layer: "all three", pass: "forward+backward", products: "",
      seconds: timings.reduce(0) { $0 + $1.seconds },
      operations: timings.reduce(0) { $0 + $1.operations })
    return (json ? [] : [header]) + rows + [line(total, json)] + (json ? [] : [""])
  }

  private func line(_ timing: PassTiming, _ json: Bool) -> String {
    let rate = timing.operations / timing.seconds
    if json {
      return row(
        "conv-pass",
        [
          "layer": "\"\(timing.layer)\"", "pass": "\"\(timing.pass)\"",
          "products": "\"\(timing.products)\"",
          "us_per_16_images": rounded(timing.seconds * 1e6),
          "gflops": rounded(rate / 1e9), "share_of_peak": rounded(rate / peak, digits: 3),
        ])
    }
    func pad(_ text: String, _ width: Int) -> String {
      text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
    return pad(timing.layer, 11) + pad(timing.pass, 18) + pad(timing.products, 11)
      + String(
        format: "%12.0f %9.1f %11.0f %%", timing.seconds * 1e6, rate / 1e9, 100 * rate / peak)
  }

  func epoch(_ seconds: [Double], augments: Bool, plain: Double, json: Bool) -> String {
    let median = Swift.max(Measurement.median(seconds), .leastNormalMagnitude)
    let name = augments ? "train-epoch-augmented" : "train-epoch"
    let memory = Double(Measurement.peakMemory) / 1e6
    if json {
      return row(
        name,
        [
          "images": "\(images)", "batch": "\(batchSize)", "seconds": rounded(median, digits: 3),
          "us_per_image": rounded(median / Double(images) * 1e6),
          "peak_memory_mb": rounded(memory),
        ])
    }
    let each = seconds.map { String(format: "%.2f", $0) }.joined(separator: " ")
    return String(
      format: "%@: %d images, batch %d: %.2f s (%@), %.1f us an image%@, peak memory %.0f MB",
      name, images, batchSize, median, each, median / Double(images) * 1e6,
      augments ? String(format: ", %.2f of the plain one", median / plain) : "", memory)
  }

  private func row(_ name: String, _ fields: [String: String]) -> String {
    let all = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    return "{\"name\": \"\(name)\", \"threads\": \(threads), \(all.joined(separator: ", "))}"
  }

  private func rounded(_ value: Double, digits: Int = 2) -> String {
    String(format: "%.\(digits)f", value)
  }
}
