public import ConvCore
public import ImageCodecs

/// Reads pictures of any kind as red, green and blue 0…255.
public enum ColorPicture {
  /// Reads a picture; gray becomes three equal channels, and transparent pixels lie over a color.
  ///
  /// - Parameters:
  ///   - reader: The picture.
  ///   - background: Red, green and blue under transparent pixels.
  ///   - threads: Threads at work; the result does not depend on it.
  /// - Returns: H×W×3 values 0…255; the range from black to white of other files becomes this.
  /// - Throws: `CodecError` of the reader; `ShapeError` for a picture of other channels.
  public static func read(
    _ reader: any ImageReader, background: [Float] = [255, 255, 255], threads: Int = 1
  ) throws -> Image {
    let stage = try FilterStage(name: "identity", filter: .kernel(.identity))
    var options = RenderingOptions()
    options.format = .npy
    // The last of two or four channels of an array is alpha, as in pictures.
    let info = reader.info.asPicture
    let plan = try FilterPlan(info: info, chain: FilterChain([stage]), options: options)
    let image = try plan.response(reader: reader, threads: threads)
    let channels = image.shape.channels
    let colors = channels - (info.hasAlpha ? 1 : 0)
    guard colors == 1 || colors == 3, background.count == 3 else {
      throw ShapeError("a picture of \(channels) channels has no red, green and blue")
    }
    let scale = 255 / (info.brightness ?? 255)
    let black = info.range?.lowerBound ?? 0
    var samples: [Float] = []
    samples.reserveCapacity(image.samples.count / channels * 3)
    for pixel in 0..<image.samples.count / channels {
      let first = pixel * channels
      let share = info.hasAlpha ? image.samples[first + channels - 1] * scale / 255 : 1
      for color in 0..<3 {
        let value = (image.samples[first + (colors == 1 ? 0 : color)] - black) * scale
        samples.append(share == 1 ? value : share * value + (1 - share) * background[color])
      }
    }
    return Image(
      shape: ImageShape(height: image.shape.height, width: image.shape.width, channels: 3),
      samples: samples)
  }
}
