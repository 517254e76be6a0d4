import ArgumentParser
import ConvCore
import FeatureMaps

/// The options for what an animation shows.
struct AnimationViewOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The piece of the input whose windows slide, in its pixels (default: all of a small input, \
      else about 10x10 positions where the output varies most). Windows read the true pixels \
      around it.
      """, valueName: "Y,X,HxW"))
  var crop: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Only these positions of the output, each built up slowly; repeatable, or '0,0 3,4'.",
      valueName: "Y,X"))
  var stops: [String] = []

  @Option(help: "Windows a second, 0.1...50.") var fps = "4"

  @Option(help: "The width of the picture in pixels, 480...3840 (default: 1280; --still 2560).")
  var size: Int?

  @Option(help: "safe (blue, white, red and orange: for color-blind eyes too) or gray.")
  var palette = "safe"

  @Option(help: "The channel or kernel whose products are drawn (default: the strongest).")
  var channel: Int?

  @Flag(help: "One PNG with four positions, or with those of --stops, instead of an animation.")
  var still = false

  @Option(help: "The most windows, 1...4096.") var maxWindows = 1024

  func validate() throws {
    guard let rate = DecimalNumber.double(fps), (0.1...50).contains(rate) else {
      throw ValidationError("--fps takes 0.1...50, not '\(fps)'")
    }
    if let size, !(480...3840).contains(size) {
      throw ValidationError("--size takes 480...3840, not \(size)")
    }
    guard SlidingPalette(rawValue: palette) != nil else {
      throw ValidationError("--palette takes safe or gray, not '\(palette)'")
    }
    guard (1...4096).contains(maxWindows) else {
      throw ValidationError("--max-windows takes 1...4096, not \(maxWindows)")
    }
    _ = try piece()
    _ = try positions()
  }

  var rate: Double { DecimalNumber.double(fps) ?? 4 }

  var width: Int { size ?? (still ? 2560 : 1280) }

  var colors: SlidingPalette { SlidingPalette(rawValue: palette) ?? .safe }

  /// The rows and columns of `--crop`.
  func piece() throws -> (rows: Range<Int>, columns: Range<Int>)? {
    guard let crop else { return nil }
    let parts = crop.split(separator: ",", omittingEmptySubsequences: false)
    let corner = parts.prefix(2).compactMap { Int($0) }
    guard parts.count == 3, corner.count == 2, corner.allSatisfy({ (0...1 << 30).contains($0) })
    else {
      throw ValidationError("--crop takes Y,X,HxW: row, column and size, not '\(crop)'")
    }
    let size = try ArgumentTypes.size(String(parts[2]), option: "--crop Y,X,HxW")
    return (corner[0]..<corner[0] + size.height, corner[1]..<corner[1] + size.width)
  }

  /// The positions of `--stops`.
  func positions() throws -> [SlidingPosition] {
    let texts = stops.flatMap { $0.split { " ;".contains($0) } }
    guard stops.isEmpty || !texts.isEmpty else {
      throw ValidationError("--stops takes Y,X: row and column of the output")
    }
    let positions = try texts.map { text in
      guard text.contains(",") else {
        throw ValidationError("--stops takes Y,X: row and column of the output, not '\(text)'")
      }
      let pair = try ArgumentTypes.pair(String(text), option: "--stops", least: 0)
      return SlidingPosition(y: pair.y, x: pair.x)
    }
    // In the order of the slide, each once.
    return Set(positions).sorted { ($0.y, $0.x) < ($1.y, $1.x) }
  }
}
