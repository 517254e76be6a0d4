public import ConvCore
public import ImageCodecs

/// Pictures as gray levels 0…255, whatever they were.
public enum GrayPicture {
  /// Reads a picture: colour as luminance, transparent pixels over white, the range of black and white
  /// as 0…255.
  ///
  /// - Throws: ``CodecError`` of the reader.
  public static func read(_ reader: any ImageReader, threads: Int = 1) throws -> Image {
    let stage = try FilterStage(
      name: "identity", definition: .kernel(.identity), options: FilterOptions())
    var options = RenderingOptions()
    options.format = .npy
    options.gray = true
    let plan = try FilterPlan(info: reader.info, chain: FilterChain([stage]), options: options)
    let image = try plan.response(reader: reader, threads: threads)
    let scale = 255 / (reader.info.brightness ?? 255)
    let black = reader.info.range?.lowerBound ?? 0
    let shape = image.shape
    guard reader.info.hasAlpha || shape.channels == 1 else {
      throw ShapeError("a picture of \(shape.channels) channels has no gray levels")
    }
    let samples = (0..<shape.height * shape.width).map { pixel in
      let value = (image.samples[pixel * shape.channels] - black) * scale
      guard reader.info.hasAlpha else { return value }
      let coverage = image.samples[pixel * shape.channels + shape.channels - 1] * scale / 255
      return value * coverage + 255 * (1 - coverage)
    }
    return Image(
      shape: ImageShape(height: shape.height, width: shape.width, channels: 1), samples: samples)
  }
}
