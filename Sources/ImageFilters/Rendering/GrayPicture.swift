public import ConvCore
public import ImageCodecs

/// Reads pictures of any kind as gray levels 0…255.
public enum GrayPicture {
  /// Reads a picture as gray levels, with transparent pixels over white.
  ///
  /// Color becomes luminance, and the range from black to white becomes 0…255.
  ///
  /// - Throws: `CodecError` of the reader; `ShapeError` for a picture without gray levels.
  public static func read(_ reader: any ImageReader, threads: Int = 1) throws -> Image {
    try readLayers(reader, threads: threads).over(255)
  }

  /// Reads gray levels and alpha separately, without a background.
  ///
  /// - Throws: `CodecError` of the reader; `ShapeError` for a picture that is neither color nor
  ///   of one channel.
  public static func readLayers(
    _ reader: any ImageReader, threads: Int = 1
  ) throws -> GrayLayers {
    let stage = try FilterStage(name: "identity", filter: .kernel(.identity))
    var options = RenderingOptions()
    options.format = .npy
    options.gray = true
    // The last of two or four channels of an array is alpha, as in pictures.
    let info = reader.info.asPicture
    let plan = try FilterPlan(info: info, chain: FilterChain([stage]), options: options)
    let image = try plan.response(reader: reader, threads: threads)
    let scale = 255 / (info.brightness ?? 255)
    let black = info.range?.lowerBound ?? 0
    let shape = image.shape
    guard info.hasAlpha || shape.channels == 1 else {
      throw ShapeError("a picture of \(shape.channels) channels has no gray levels")
    }
    let plane = ImageShape(height: shape.height, width: shape.width, channels: 1)
    func channel(_ index: Int, black: Float) -> Image {
      Image(
        shape: plane,
        samples: (0..<plane.count).map {
          (image.samples[$0 * shape.channels + index] - black) * scale
        })
    }
    return GrayLayers(
      gray: channel(0, black: black),
      coverage: info.hasAlpha ? channel(shape.channels - 1, black: 0) : nil)
  }
}
