import ArgumentParser
import Foundation
import ImageCodecs
import ImageFilters

/// The options that limit resources and messages.
struct ResourceOptions: ParsableArguments {
  @OptionGroup var threads: ThreadOptions

  @Option(help: "The largest image, height x width in pixels.")
  var maxPixels = PixelCount(1 << 30)

  @Option(help: "The most memory to plan for: bytes, or a number with K, M, G or T behind it.")
  var maxMemory = ByteCount(gibibytes: 2)

  @Option(help: "The most scans of a progressive JPEG; each takes the time of a whole picture.")
  var maxScans: Whole<1, 1_000_000> = 100

  @Flag(help: "No progress, no notes.")
  var quiet = false

  var threadCount: Int { threads.count }

  var imageLimits: ImageLimits {
    ImageLimits(pixels: maxPixels.value, scans: maxScans.value, memory: maxMemory.bytes)
  }
}
