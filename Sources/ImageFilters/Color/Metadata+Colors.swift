import ImageCodecs

extension Metadata {
  /// Removes color metadata that does not suit the channels or the format of the output.
  ///
  /// A color profile does not suit a gray picture, and a gray profile does not suit a color
  /// picture. PNG chunks about the transfer curve suit gray as well; other formats cannot store
  /// them.
  mutating func keepColors(from input: Int, to output: Int, format: ImageFormat) {
    if !format.traits.holdsColorChunks { colorChunks = [] }
    guard (input == 3) != (output == 3) else { return }
    iccProfile = nil
    colorChunks = output == 3 ? [] : colorChunks.filter { $0.name != "cHRM" }
  }
}
