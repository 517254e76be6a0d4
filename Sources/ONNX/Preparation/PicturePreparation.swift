package import ConvCore

/// How a picture becomes the input of a model.
package struct PicturePreparation: Sendable {
  /// How a picture is scaled.
  package enum Resize: Hashable, Sendable {
    /// Not at all.
    case none
    /// Its short side becomes this long.
    case shortest(Int)
    /// Its sides become at least these, one of them exactly.
    case cover(height: Int, width: Int)
    /// Its sides become these, whatever its shape.
    case exact(height: Int, width: Int)
  }

  /// The order of the channels.
  package enum Channels: String, Sendable, CaseIterable { case rgb, bgr, gray }

  /// The name in notes: that of the preparation, or of the file that describes it.
  package var title: String
  package var resize = Resize.none
  /// The part that is cut out of the middle; `nil` for all.
  package var crop: Size2D?
  package var interpolation = Interpolation.bilinear
  package var channels: Channels
  /// What values 0…255 are divided by, before mean and deviation.
  package var divisor: Float = 255
  package var mean: [Float] = [0]
  package var deviation: [Float] = [1]

  /// Creates a preparation for an input.
  package init(_ name: PreparationName, for input: PictureInput) {
    title = name.rawValue
    channels = input.channels == 1 ? .gray : name == .caffe ? .bgr : .rgb
    switch name {
    case .imagenet: (mean, deviation) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    case .caffe: (divisor, mean) = (1, [103.939, 116.779, 123.68])
    case .tf: (divisor, mean) = (127.5, [1])
    case .raw: divisor = 1
    case .unit, .picture, .digit, .guess: break
    }
    if input.channels == 1 && mean.count == 3 { mixStatistics(isBlueFirst: name == .caffe) }
    guard let height = input.height ?? input.width, let width = input.width ?? input.height
    else { return }
    if name == .picture {
      if input.height != nil && input.width != nil {
        resize = .exact(height: height, width: width)
      }
      return
    }
    // 224 of 256, the share that ImageNet's models were tested with.
    resize = .cover(height: (height * 256 + 112) / 224, width: (width * 256 + 112) / 224)
    crop = Size2D(height: height, width: width)
  }

  /// Makes one mean and one deviation of three, with the weights of red, green and blue in gray.
  private mutating func mixStatistics(isBlueFirst: Bool) {
    let luma: [Float] = isBlueFirst ? [0.114, 0.587, 0.299] : [0.299, 0.587, 0.114]
    mean = [zip(mean, luma).reduce(0) { $0 + $1.0 * $1.1 }]
    if deviation.count == 3 {
      deviation = [zip(deviation, luma).reduce(0) { $0 + $1.0 * $1.1 }]
    }
  }

  /// Leaves pictures at their own size.
  package mutating func keepSize() { (resize, crop) = (.none, nil) }

  // MARK: Words

  /// The preparation in words, one line.
  package var description: String {
    var parts: [String] = []
    switch resize {
    case .none where crop == nil: parts.append("the whole picture at its own size")
    case .none: break
    case .shortest(let side): parts += ["short side to \(side)", interpolation.rawValue]
    case .cover(let height, let width):
      parts += [
        height == width ? "short side to \(height)" : "scaled to cover \(height)x\(width)",
        interpolation.rawValue,
      ]
    case .exact(let height, let width):
      parts += ["scaled to \(height)x\(width)", interpolation.rawValue]
    }
    if let crop { parts.append("center \(crop.height)x\(crop.width)") }
    parts.append(divisor == 1 ? "values 0...255" : "/\(PicturePreparation.text(divisor))")
    if mean.contains(where: { $0 != 0 }) {
      parts.append("minus \(mean.map(PicturePreparation.text).joined(separator: " "))")
    }
    if deviation.contains(where: { $0 != 1 }) {
      parts.append("over \(deviation.map(PicturePreparation.text).joined(separator: " "))")
    }
    return "\(title): \((parts + [channels.rawValue.uppercased()]).joined(separator: ", "))"
  }

  private static func text(_ number: Float) -> String {
    number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)"
  }
}
