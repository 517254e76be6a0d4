package import ConvCore

extension PicturePreparation {
  /// Where the pixels that a model gets lie in a picture.
  ///
  /// - Throws: ``ONNXError`` when an intermediate picture is too large.
  package func placement(height: Int, width: Int) throws(ONNXError) -> PicturePlacement {
    guard height > 0, width > 0 else { throw ONNXError(.damaged, "a picture without pixels") }
    var (scaledHeight, scaledWidth) = (height, width)
    switch resize {
    case .none: break
    case .exact(let rows, let columns): (scaledHeight, scaledWidth) = (rows, columns)
    case .shortest(let side):
      (scaledHeight, scaledWidth) = PicturePreparation.covering(height, width, side, side)
    case .cover(let rows, let columns):
      (scaledHeight, scaledWidth) = PicturePreparation.covering(height, width, rows, columns)
    }
    guard resize == .none || scaledHeight <= (1 << 28) / max(1, scaledWidth) else {
      throw ONNXError(.overLimit, "a picture of \(height)x\(width) is too narrow to be scaled")
    }
    let part = crop ?? Size2D(height: scaledHeight, width: scaledWidth)
    return PicturePlacement(
      height: height, width: width, scaledHeight: scaledHeight, scaledWidth: scaledWidth,
      top: PicturePreparation.half(scaledHeight - part.height),
      left: PicturePreparation.half(scaledWidth - part.width), rows: part.height,
      columns: part.width)
  }

  /// The other side is cut off to whole pixels, as torchvision does.
  private static func covering(
    _ height: Int, _ width: Int, _ rows: Int, _ columns: Int
  ) -> (Int, Int) {
    let isTall = height * columns >= rows * width
    return (
      isTall ? max(rows, height * columns / width) : rows,
      isTall ? columns : max(columns, width * rows / height)
    )
  }

  /// Half of a margin, a tie to the even number: what Python's round does in torchvision.
  private static func half(_ margin: Int) -> Int {
    Int((Double(margin) / 2).rounded(.toNearestOrEven))
  }

  /// The picture at the size that the model gets, values 0…255 with the channels of the picture.
  ///
  /// Where the part reaches outside the picture, values are 0.
  ///
  /// - Throws: ``ONNXError`` when an intermediate picture is too large.
  package func sized(_ image: Image) throws(ONNXError) -> Image {
    let shape = image.shape
    let place = try placement(height: shape.height, width: shape.width)
    var image = image
    if place.scaledHeight != shape.height || place.scaledWidth != shape.width {
      image = PictureScaler(interpolation: interpolation)
        .scaled(image, height: place.scaledHeight, width: place.scaledWidth)
    }
    if place.rows == image.shape.height && place.columns == image.shape.width { return image }
    return PicturePreparation.crop(image, place)
  }

  private static func crop(_ image: Image, _ place: PicturePlacement) -> Image {
    let (width, channels) = (image.shape.width, image.shape.channels)
    let inside =
      max(
        0, -place.left)..<max(
        max(0, -place.left), min(place.columns, width - place.left))
    var samples: [Float] = []
    samples.reserveCapacity(place.rows * place.columns * channels)
    for row in place.top..<place.top + place.rows {
      guard (0..<image.shape.height).contains(row) else {
        samples += repeatElement(0, count: place.columns * channels)
        continue
      }
      samples += repeatElement(0, count: inside.lowerBound * channels)
      let first = (row * width + place.left + inside.lowerBound) * channels
      samples += image.samples[first..<first + inside.count * channels]
      samples += repeatElement(0, count: (place.columns - inside.upperBound) * channels)
    }
    return Image(
      shape: ImageShape(height: place.rows, width: place.columns, channels: channels),
      samples: samples)
  }

  /// The tensor of a picture at its final size.
  package func tensor(_ image: Image, for input: PictureInput) -> Tensor {
    let (pixels, count) = (image.shape.height * image.shape.width, input.channels)
    var values = [Float](repeating: 0, count: pixels * count)
    let isFirst = input.layout == .nchw
    for channel in 0..<count {
      let (mean, deviation) = (mean[channel % mean.count], deviation[channel % deviation.count])
      for pixel in 0..<pixels {
        values[isFirst ? channel * pixels + pixel : pixel * count + channel] =
          (value(image, pixel, channel) / divisor - mean) / deviation
      }
    }
    let sides = [image.shape.height, image.shape.width]
    let tensor = Tensor(isFirst ? [1, count] + sides : [1] + sides + [count], values)
    return Casting.cast(tensor, to: input.input.type)
  }

  @inline(__always)
  private func value(_ image: Image, _ pixel: Int, _ channel: Int) -> Float {
    if image.shape.channels == 1 { return image.samples[pixel] }
    let first = pixel * 3
    switch channels {
    case .rgb: return image.samples[first + channel]
    case .bgr: return image.samples[first + 2 - channel]
    case .gray:
      return 0.299 * image.samples[first] + 0.587 * image.samples[first + 1] + 0.114
        * image.samples[first + 2]
    }
  }
}
