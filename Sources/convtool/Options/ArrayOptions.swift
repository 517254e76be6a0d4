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
  var range: NumberRange?

  @Option(
    name: .customLong("array-layout"),
    help: "The order of an array of three dimensions: h rows, w columns, c channels.")
  var layout = ArrayLayout.hwc

  /// Sets the values of black and white of a reader, or makes the reader find them.
  func setRange(of reader: any ImageReader) throws {
    guard let range else { return try reader.setRange(nil) }
    guard reader.info.isArray else {
      throw Failure(
        .usage, "--range is for arrays: in a picture 0 is black and the largest value is white")
    }
    try reader.setRange(range.range)
  }
}
