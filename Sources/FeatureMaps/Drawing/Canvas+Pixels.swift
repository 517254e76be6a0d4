package import ConvCore

extension Canvas {
  /// Creates a picture from values 0…255, gray or red, green and blue.
  ///
  /// - Precondition: The image has one or three channels and at least one pixel.
  package init(pixels image: Image) {
    let channels = image.shape.channels
    precondition(channels == 1 || channels == 3, "a picture of \(channels) channels")
    func level(_ value: Float) -> UInt8 {
      UInt8(min(max(value.isNaN ? 0 : value.rounded(), 0), 255))
    }
    let samples =
      channels == 3
      ? image.samples.map(level)
      : image.samples.flatMap { value in [UInt8](repeating: level(value), count: 3) }
    self.init(height: image.shape.height, width: image.shape.width, samples: samples)
  }
}
