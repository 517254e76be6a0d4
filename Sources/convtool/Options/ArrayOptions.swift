import ArgumentParser
import ConvCore
import ImageCodecs

/// The options for reading an array as a picture.
struct ArrayOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: """
      What black and white are in an array, A:B. Without it: 0:1 where all floats lie between these \
      and are not all 0, else 0 and the largest value of the output.
      """)
  var range: String?

  @Option(
    help: "The order of an array of three dimensions, hwc (rows, columns, channels) or chw.")
  var arrayLayout = "hwc"

  func validate() throws {
    if let range, ArrayOptions.range(range) == nil {
      throw ValidationError("--range takes A:B, two numbers with A < B, not '\(range)'")
    }
    guard ArrayLayout(rawValue: arrayLayout) != nil else {
      throw ValidationError("--array-layout takes hwc or chw, not '\(arrayLayout)'")
    }
  }

  var layout: ArrayLayout { ArrayLayout(rawValue: arrayLayout) ?? .hwc }

  /// Sets the values of black and white of a reader, or makes the reader find them.
  func setRange(of reader: any ImageReader) throws {
    guard let range else { return try reader.setRange(nil) }
    guard reader.info.format.traits.holdsFloats else {
      throw Failure(
        .usage, "--range is for arrays: in a picture 0 is black and the largest value is white")
    }
    try reader.setRange(ArrayOptions.range(range))
  }

  private static func range(_ text: String) -> ClosedRange<Float>? {
    let ends = text.split(separator: ":", omittingEmptySubsequences: false)
      .map { DecimalNumber.double($0).map { Float($0) } }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low < high,
      (high - low).isFinite
    else { return nil }
    return low...high
  }
}
