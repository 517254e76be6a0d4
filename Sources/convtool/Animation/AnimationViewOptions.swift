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
  var crop: CropArea?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Only these positions of the output, each built up slowly; repeatable.", valueName: "Y,X"))
  var stops: [StopList] = []

  @Option(help: "Windows a second.") var fps = FrameRate(4)

  @Option(help: "The width of the picture in pixels (default: 1280; of --still 2560).")
  var size: Whole<640, 3840>?

  @Option(
    help: "The colors: blue, white, red and orange, which color-blind eyes tell apart, or gray.")
  var palette = SlidingPalette.safe

  @Option(
    help: "The channel or kernel whose products are drawn (default: the one that gives most).")
  var channel: Whole<0, 65535>?

  @Flag(help: "One PNG with four positions, or with those of --stops, instead of an animation.")
  var still = false

  @Option(help: "The most windows that are shown.") var maxWindows: Whole<1, 4096> = 1024

  /// The width of the picture.
  var width: Int { size?.value ?? (still ? 2560 : 1280) }

  /// The number of positions beside each other: two where both stay legible.
  var columns: Int { still && width >= 1600 ? 2 : 1 }

  /// The positions of `--stops` in the order of the slide, each once.
  var positions: [SlidingPosition] {
    Set(stops.flatMap(\.positions)).sorted { ($0.y, $0.x) < ($1.y, $1.x) }
  }
}
