import ArgumentParser
import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The command `convtool compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Say how much two pictures differ, and where.",
    discussion: """
      convtool compare before.png after.png
      convtool compare a.png b.png --tolerance 1 -o difference.png

      Samples are compared as they are in the files, alpha too; NaN equals NaN. The exit code is 0 \
      when they are equal, or differ by no more than --tolerance, and 1 when they are not. Metadata \
      is not compared, but the orientation is applied.
      """)

  @Argument(help: "A picture or an array.") var first: String
  @Argument(help: "Another one.") var second: String
  @Option(help: "The largest difference that counts as equal.") var tolerance: Double = 0
  @Option(
    name: [.short, .long],
    help: "A picture of the magnitude of the differences, the largest one white; as .npy signed.")
  var output: String?
  @Flag(help: "Replace the file that -o names.") var force = false
  @Flag(help: "As JSON.") var json = false
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    guard tolerance >= 0 else { throw ValidationError("--tolerance takes a number from 0 up") }
    if output == "-" {
      throw ValidationError("-o names a file: standard output has the answer")
    }
    if first == "-" && second == "-" {
      throw ValidationError("standard input is one picture, not two")
    }
  }

  func run() throws {
    if let output { try OutputNames.requireNew(output, force: force) }
    let a = try WholePicture(first, arrays, resources)
    let b = try WholePicture(second, arrays, resources)
    guard a.shape == b.shape else { return try refuse(a, b) }
    let (one, other) = (try a.image(), try b.image())
    let difference = ImageDifference(one, other)
    let report = ComparisonReport(
      first: a, second: b, difference: difference, values: (one, other),
      isEqual: difference.largest <= tolerance)
    if let output { try write(one, other, to: output) }
    try report.print(json: json)
    if !report.isEqual { throw Failure(.someInputsFailed, nil) }
  }

  /// The JSON object of pictures whose samples cannot be compared.
  private struct Refusal: Encodable {
    let equal: Bool
    let reason: String
  }

  /// Pictures of other shapes are not equal; there is nothing to draw.
  private func refuse(_ a: WholePicture, _ b: WholePicture) throws {
    let text =
      "\(a.shape.size) with \(a.shape.channels) channels beside \(b.shape.size) with "
      + "\(b.shape.channels)"
    if json {
      print(try JSONOutput.text(Refusal(equal: false, reason: text)))
    } else {
      print("shape      \(text)")
    }
    throw Failure(.someInputsFailed, nil)
  }

  private func write(_ a: Image, _ b: Image, to path: String) throws {
    var image = a
    image.samples = zip(a.samples, b.samples).map { $0 == $1 ? 0 : $0 - $1 }
    let isArray = try ImageFormat(path: path).traits.isArray
    if !isArray {
      image.samples = image.samples.map(\.magnitude)
      // Alpha would hide differences of color.
      image = image.strongest
    }
    do { try image.write(to: path, view: isArray ? .clip : .stretch) } catch {
      throw Failure(error, file: path)
    }
  }
}

extension Image {
  /// The largest value of each pixel, as one channel.
  fileprivate var strongest: Image {
    let channels = shape.channels
    return Image(
      shape: ImageShape(height: shape.height, width: shape.width, channels: 1),
      samples: stride(from: 0, to: samples.count, by: channels).map {
        samples[$0..<$0 + channels].max() ?? 0
      })
  }
}
