import ConvCore
import ImageCodecs

extension ToolConvention {
  /// ImageMagick's `-morphology Convolve`, in a build of 16 bits without HDRI.
  static let imageMagick: ToolConvention = {
    var tool = ToolConvention(
      "imagemagick", title: "ImageMagick", call: "convert picture -morphology Convolve kernel")
    tool.flip = .convolution
    tool.order = .doubles
    tool.sumsText = "float64, rows from the top, columns from the left"
    tool.unit = { $0.givesLevels && $0.input == .uint8 ? 257 : 1 }
    tool.levels = { use in
      let quantum: [LevelStep] = [.add(0.5), .round(.down), .clip(65535)]
      guard use.input == .uint8 else { return quantum }
      // Its PNG writer cuts what its other writers round.
      return quantum
        + (use.format == .png
          ? [.divide(257), .round(.down)] : [.divide(257), .add(0.5), .round(.down)])
    }
    tool.levelsText =
      "rounded to 16 bits, ties up, and clipped; from there to 8 bits rounded, but cut in PNG"
    tool.refusalOfAlpha = "ImageMagick weights color by alpha: add --background white"
    tool.named = [
      "laplacian": .kernel("Laplacian:1", [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
      "laplacian8": .kernel("Laplacian:0", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
      "gaussian": .refused(
        "ImageMagick's -gaussian-blur cuts its kernel at a radius found for 8 bits: --gaussian S "
          + "without --like is near, and --kernel FILE takes the kernel that "
          + "-define morphology:showkernel=1 prints"),
      "unsharp": .refused(
        "ImageMagick's -unsharp is made of -blur and a threshold: --unsharp S,AMOUNT without --like "
          + "is near"),
      "log": .refused(
        "ImageMagick's LoG kernel has a radius and a scale of its own: --kernel FILE takes what "
          + "-define morphology:showkernel=1 prints"),
      "dog": .refused(
        "ImageMagick's DoG kernel has a radius of its own: --kernel FILE takes what "
          + "-define morphology:showkernel=1 prints"),
    ]
    tool.remarks = [
      "It is ImageMagick 6 of 16 bits without HDRI, as Debian has it; builds with HDRI, such as "
        + "version 7, round once, and levels may differ by 1.",
      "-morphology Correlate is --like imagemagick --correlate; -convolve is that with --normalize.",
    ]
    return tool
  }()
}
