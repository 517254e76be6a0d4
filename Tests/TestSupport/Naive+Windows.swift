import ConvCore

extension Naive {
  /// Folds the values at some offsets from each pixel, channel by channel.
  public static func folded(
    _ image: Image, _ offsets: [(y: Int, x: Int)], border: Border, _ fold: ([Double]) -> Double
  ) -> [Double] {
    (0..<image.shape.height).flatMap { y in
      (0..<image.shape.width).flatMap { x in
        (0..<image.shape.channels).map { channel in
          fold(offsets.map { value(image, y + $0.y, x + $0.x, channel, border) })
        }
      }
    }
  }

  /// The offsets of a window of a side, N / 2 up and left.
  public static func window(_ side: Int) -> [(y: Int, x: Int)] {
    let reach = -(side / 2)..<side - side / 2
    return reach.flatMap { y in reach.map { (y, $0) } }
  }

  /// Gray morphology by its definition.
  public static func morphology(
    _ image: Image, _ operation: MorphologyFilter.Operation, _ element: StructuringElement,
    border: Border
  ) -> [Double] {
    let cells = element.cells.indices.filter { element.cells[$0] }.map { index in
      (
        y: index / element.size.width - element.size.height / 2,
        x: index % element.size.width - element.size.width / 2
      )
    }
    func erosion(_ image: Image) -> Image {
      Image(image.shape, folded(image, cells, border: border) { extreme($0, by: <) })
    }
    func dilation(_ image: Image) -> Image {
      let turned = cells.map { (y: -$0.y, x: -$0.x) }
      return Image(image.shape, folded(image, turned, border: border) { extreme($0, by: >) })
    }
    func minus(_ a: Image, _ b: Image) -> [Double] {
      zip(a.samples, b.samples).map { Double($0 - $1) }
    }
    return switch operation {
    case .erosion: erosion(image).samples.map(Double.init)
    case .dilation: dilation(image).samples.map(Double.init)
    case .opening: dilation(erosion(image)).samples.map(Double.init)
    case .closing: erosion(dilation(image)).samples.map(Double.init)
    case .tophat: minus(image, dilation(erosion(image)))
    case .blackhat: minus(erosion(dilation(image)), image)
    case .gradient: minus(dilation(image), erosion(image))
    }
  }

  private static func extreme(_ values: [Double], by precedes: (Double, Double) -> Bool) -> Double {
    if values.contains(where: \.isNaN) { return .nan }
    return values.dropFirst().reduce(values[0]) { precedes($1, $0) ? $1 : $0 }
  }

  /// The value of a percentile's rank, NaN with NaN.
  public static func rank(
    _ image: Image, percent: Double, side: Int, border: Border
  ) -> [Double] {
    let count = side * side
    let rank = percent == 100 ? count - 1 : Int(Double(count) * percent / 100)
    return folded(image, window(side), border: border) { values in
      values.contains(where: \.isNaN) ? .nan : values.sorted()[rank]
    }
  }

  /// The mean and the variance of each window, in two passes.
  public static func moments(
    _ image: Image, side: Int, border: Border
  ) -> [(mean: Double, variance: Double)] {
    let count = Double(side * side)
    let means = folded(image, window(side), border: border) { $0.reduce(0, +) / count }
    var index = -1
    let variances = folded(image, window(side), border: border) { values in
      index += 1
      return values.reduce(0) { $0 + ($1 - means[index]) * ($1 - means[index]) } / count
    }
    return Array(zip(means, variances))
  }

  /// A local statistic; thresholds give 255 or 0.
  public static func statistic(
    _ image: Image, _ value: LocalStatistic.Value, side: Int, border: Border
  ) -> [Double] {
    zip(image.samples, moments(image, side: side, border: border)).map { sample, moments in
      let (x, mean, deviation) = (
        Double(sample), moments.mean, moments.variance.squareRoot()
      )
      func binary(_ threshold: Double) -> Double {
        x.isNaN || threshold.isNaN ? .nan : x > threshold ? 255 : 0
      }
      return switch value {
      case .variance: moments.variance
      case .deviation: deviation
      case .normalized: deviation == 0 ? 0 : (x - mean) / deviation
      case .adaptive(let offset): binary(mean - offset)
      case .sauvola(let factor): binary(mean * (1 + factor * (deviation / 127.5 - 1)))
      }
    }
  }

  /// The self-guided filter.
  public static func guided(
    _ image: Image, side: Int, epsilon: Double, border: Border
  ) -> [Double] {
    let moments = moments(image, side: side, border: border)
    let factors = moments.map { $0.variance / ($0.variance + epsilon) }
    let offsets = zip(factors, moments).map { (1 - $0) * $1.mean }
    let flat: Border = if case .constant = border { .zero } else { border }
    func mean(_ values: [Double], _ border: Border) -> [Double] {
      folded(Image(image.shape, values), window(side), border: border) {
        $0.reduce(0, +) / Double(side * side)
      }
    }
    let (a, b) = (mean(factors, flat), mean(offsets, border))
    return image.samples.indices.map { a[$0] * Double(image.samples[$0]) + b[$0] }
  }
}

extension Image {
  /// An image of values in double precision, rounded.
  fileprivate init(_ shape: ImageShape, _ values: [Double]) {
    self.init(shape: shape, samples: values.map { Float($0) })
  }
}
