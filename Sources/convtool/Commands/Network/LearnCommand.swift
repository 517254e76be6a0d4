import ArgumentParser
import ConvCore
import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// The command `convtool learn`.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Learn the kernel that turned one picture into another.",
    usage: "convtool learn --from <file> --to <file> [--size <size>] [options]",
    discussion: """
      convtool filter --sharpen photo.jpg -o sharp.png
      convtool learn --from photo.jpg --to sharp.png

      The example prints the kernel of --sharpen, nearly: gradient descent on the mean squared error, from a random start, beside the least squares in \
      closed form. Only windows that lie inside count, so the border does not matter. Outputs at \
      black and white may be clipped and are left out. A response with negative values needs \
      floats: filter -o response.npy. Kernels are those of filter --kernel, for true convolution.

      At most 2 million windows are used, from rows that are evenly spread.
      """)

  @Option(help: "The picture before.") var from: String
  @Option(help: "The picture after, of the same size, or smaller by the window less one.")
  var to: String
  @Option(help: "The size of the kernel, 15 at most.") var size = Size2D(3)
  @Flag(help: "Learn from the luma of color pictures.") var gray = false
  @Option(help: "The random start.") var seed: UInt64 = 1
  @Option(help: "The most steps of gradient descent.") var steps: Whole<1, 1_000_000> = 100_000
  @Option(
    name: [.short, .long],
    help: "The kernel as .npy, .txt or .csv, or loss and kernels as .png.")
  var output: String?
  @Flag(help: "Replace the file that -o names.") var force = false
  @Flag(help: "As JSON.") var json = false
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    guard size.height <= 15, size.width <= 15 else {
      throw ValidationError("--size \(size) is more than 15x15")
    }
  }

  func run() throws {
    let target = try output.map { try LearnedKernelFile($0, force: force) }
    let before = try WholePicture(from, arrays, resources)
    let after = try WholePicture(to, arrays, resources)
    let isGray = gray || before.shape.channels != after.shape.channels
    let input = try before.image(gray: isGray)
    let (result, levels) = (try after.image(gray: isGray), after.levels)
    var regression = KernelRegression(size: size)
    try about(to) { try regression.add(input: input, output: result, levels: levels) }
    guard regression.count > 0 else {
      throw Failure(
        .damagedInput, "\(to): no output between \(levelText(levels)): nothing to learn from")
    }
    var generator = SplitMix64(seed: seed)
    let (learned, exact) = regression.fits(using: &generator, steps: steps.value)
    let report = LearningReport(
      command: self, regression: regression, learned: learned, exact: exact,
      isRounded: levels != nil)
    try target?.write(learned, exact)
    try report.print(json: json)
    if !resources.quiet { report.tell() }
  }

  private func levelText(_ levels: ClosedRange<Float>?) -> String {
    levels.map { "\(Int($0.lowerBound)) and \(Int($0.upperBound))" } ?? "limits"
  }
}
