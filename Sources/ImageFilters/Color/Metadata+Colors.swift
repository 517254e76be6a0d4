import ImageCodecs

extension Metadata {
  /// Leaves out what does not suit the colours of the output.
  ///
  /// A profile of colours does not suit a picture that has none, nor the other way round. Of PNG's
  /// chunks those that speak of the curve suit gray as well; no other format has room for them.
  mutating func keepColors(from input: Int, to output: Int, format: ImageFormat) {
    if !format.traits.holdsColorChunks { colorChunks = [] }
    guard (input == 3) != (output == 3) else { return }
    iccProfile = nil
    colorChunks = output == 3 ? [] : colorChunks.filter { $0.name != "cHRM" }
  }
}
