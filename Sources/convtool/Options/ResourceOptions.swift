import ArgumentParser
import Foundation
import ImageCodecs
import ImageFilters

/// The options that limit resources and messages.
struct ResourceOptions: ParsableArguments {
  @OptionGroup var threads: ThreadOptions

  @Option(help: "The largest image, height x width in pixels.")
  var maxPixels = 1 << 30

  @Option(help: "The most memory to plan for, in bytes, or with K, M or G behind the number.")
  var maxMemory = "2G"

  @Option(help: "The most scans of a progressive JPEG; each takes the time of a whole picture.")
  var maxScans = 100

  @Flag(help: "No progress, no notes.")
  var quiet = false

  func validate() throws {
    guard (1...1 << 36).contains(maxPixels) else {
      throw ValidationError("--max-pixels takes 1...\(1 << 36), not \(maxPixels)")
    }
    guard (1...1_000_000).contains(maxScans) else {
      throw ValidationError("--max-scans takes 1...1000000, not \(maxScans)")
    }
    guard memoryLimit != nil else {
      throw ValidationError("--max-memory takes a size such as 500M or 2G, not '\(maxMemory)'")
    }
  }

  var threadCount: Int { threads.count }

  var imageLimits: ImageLimits { ImageLimits(pixels: maxPixels, scans: maxScans) }

  /// The limit of `--max-memory` in bytes; `nil` when the text is not a valid size.
  var memoryLimit: Int? {
    let units = ["": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40]
    let digits = maxMemory.prefix { $0.isASCII && $0.isNumber }
    // 500M, 500MB and 500MiB are equal.
    var unit = maxMemory.dropFirst(digits.count).lowercased()
    if unit.hasSuffix("b") { unit.removeLast() }
    if unit.count == 2, unit.hasSuffix("i") { unit.removeLast() }
    guard let number = Int(digits), number > 0, let factor = units[unit] else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : bytes
  }
}
