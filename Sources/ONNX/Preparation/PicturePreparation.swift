package import ConvCore

/// How a picture becomes the input of a model.
package struct PicturePreparation: Sendable {
  /// How a picture gets its size.
  package enum Sizing: Hashable, Sendable {
    /// As it is.
    case whole
    /// Scaled so that the sides are at least these, then cut out of the middle.
    case cover(height: Int, width: Int, thenCrop: Int, Int)
    /// Scaled to these sides, whatever the shape.
    case exact(height: Int, width: Int)
  }

  /// The order of the channels.
  package enum Channels: String, Sendable, CaseIterable { case rgb, bgr, gray }

  /// The name.
  package let name: PreparationName
  package var sizing: Sizing
  package var interpolation = Interpolation.bilinear
  package var channels: Channels
  /// What values 0…255 are divided by, before mean and deviation.
  package var divisor: Float
  package var mean: [Float]
  package var deviation: [Float]

  /// Creates a preparation for an input.
  package init(_ name: PreparationName, for input: PictureInput) {
    self.name = name
    channels = input.channels == 1 ? .gray : name == .caffe ? .bgr : .rgb
    (divisor, mean, deviation) = (255, [0, 0, 0], [1, 1, 1])
    switch name {
    case .imagenet: (mean, deviation) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    case .caffe: (divisor, mean) = (1, [103.939, 116.779, 123.68])
    case .tf: (divisor, mean) = (127.5, [1, 1, 1])
    case .raw: divisor = 1
    case .unit, .picture: break
    }
    if input.channels == 1 && name != .tf {
      // The weights of red, green and blue in gray.
      let luma: [Float] = [0.299, 0.587, 0.114]
      let ordered = name == .caffe ? luma.reversed() : luma
      mean = [zip(mean, ordered).reduce(0) { $0 + $1.0 * $1.1 }]
      deviation = [zip(deviation, ordered).reduce(0) { $0 + $1.0 * $1.1 }]
    } else if input.channels == 1 {
      (mean, deviation) = ([1], [1])
    }
    guard name != .picture, let height = input.height ?? input.width,
      let width = input.width ?? input.height
    else {
      sizing = .whole
      if let height = input.height, let width = input.width {
        sizing = .exact(height: height, width: width)
      }
      return
    }
    // 224 of 256, the share that ImageNet's models were tested with.
    sizing = .cover(
      height: (height * 256 + 112) / 224, width: (width * 256 + 112) / 224, thenCrop: height, width)
  }

  /// The preparation in words, one line.
  package var description: String {
    var parts: [String] = []
    switch sizing {
    case .whole: parts.append("the whole picture at its own size")
    case .cover(let height, let width, let rows, let columns):
      parts.append(
        height == width ? "short side to \(height)" : "scaled to cover \(height)x\(width)")
      parts += [interpolation.rawValue, "center \(rows)x\(columns)"]
    case .exact(let height, let width):
      parts += ["scaled to \(height)x\(width)", interpolation.rawValue]
    }
    parts.append(divisor == 1 ? "values 0...255" : "/\(PicturePreparation.text(divisor))")
    if mean.contains(where: { $0 != 0 }) {
      parts.append("minus \(mean.map(PicturePreparation.text).joined(separator: " "))")
    }
    if deviation.contains(where: { $0 != 1 }) {
      parts.append("over \(deviation.map(PicturePreparation.text).joined(separator: " "))")
    }
    return "\(name.rawValue): \((parts + [channels.rawValue.uppercased()]).joined(separator: ", "))"
  }

  private static func text(_ number: Float) -> String {
    number == number.rounded() ? "\(Int(number))" : "\(number)"
  }

  /// The picture at the size that the model gets, H×W×3 values 0…255.
  ///
  /// - Throws: ``ONNXError`` when an intermediate picture is too large.
  package func sized(_ image: Image) throws(ONNXError) -> Image {
    let (height, width) = (image.shape.height, image.shape.width)
    guard height > 0, width > 0 else { throw ONNXError(.damaged, "a picture without pixels") }
    switch sizing {
    case .whole: return image
    case .exact(let rows, let columns):
      if rows == height && columns == width { return image }
      return PictureScaler(interpolation: interpolation).scaled(image, height: rows, width: columns)
    case .cover(let rows, let columns, let cropRows, let cropColumns):
      // The other side is cut off to whole pixels, as torchvision does.
      let isTall = height * columns >= rows * width
      let scaledRows = isTall ? max(rows, height * columns / width) : rows
      let scaledColumns = isTall ? columns : max(columns, width * rows / height)
      guard scaledRows * scaledColumns < 1 << 28 else {
        throw ONNXError(.overLimit, "a picture of \(height)x\(width) is too narrow to be scaled")
      }
      let scaled = PictureScaler(interpolation: interpolation)
        .scaled(image, height: scaledRows, width: scaledColumns)
      return PicturePreparation.crop(scaled, cropRows, cropColumns)
    }
  }

  private static func crop(_ image: Image, _ rows: Int, _ columns: Int) -> Image {
    let (top, left) = (
      half(image.shape.height - rows), half(image.shape.width - columns)
    )
    var samples: [Float] = []
    samples.reserveCapacity(rows * columns * 3)
    for row in 0..<rows {
      let first = ((top + row) * image.shape.width + left) * 3
      samples += image.samples[first..<first + columns * 3]
    }
    return Image(shape: ImageShape(height: rows, width: columns, channels: 3), samples: samples)
  }

  /// Half of a margin, a tie to the even number: what Python's round does in torchvision.
  private static func half(_ margin: Int) -> Int {
    Int((Double(margin) / 2).rounded(.toNearestOrEven))
  }

  /// The tensor of a picture at its final size.
  package func tensor(_ image: Image, for input: PictureInput) -> Tensor {
    let (pixels, count) = (image.shape.height * image.shape.width, input.channels)
    var planes = [[Float]](repeating: [], count: count)
    for channel in 0..<count {
      let (mean, deviation) = (mean[channel % mean.count], deviation[channel % deviation.count])
      planes[channel] = (0..<pixels).map { pixel in
        (value(image.samples, pixel * 3, channel) / divisor - mean) / deviation
      }
    }
    let sides = [image.shape.height, image.shape.width]
    let tensor: Tensor
    if input.layout == .nchw {
      tensor = Tensor([1, count] + sides, planes.flatMap { $0 })
    } else {
      tensor = Tensor(
        [1] + sides + [count], (0..<pixels).flatMap { pixel in planes.map { $0[pixel] } })
    }
    return Casting.cast(tensor, to: input.input.type)
  }

  private func value(_ samples: [Float], _ first: Int, _ channel: Int) -> Float {
    switch channels {
    case .rgb: samples[first + channel]
    case .bgr: samples[first + 2 - channel]
    case .gray:
      0.299 * samples[first] + 0.587 * samples[first + 1] + 0.114 * samples[first + 2]
    }
  }
}
