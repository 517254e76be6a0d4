public import ConvCore

/// Converts a picture of handwritten digits into images like those of MNIST.
public enum DigitPreparation {
  /// Larger pictures are shrunk to a half, a third and so on before the search for ink.
  private static let workingSide = 1600
  /// Smaller pictures are enlarged three times, because their strokes are only 1 or 2 pixels wide.
  private static let smallSide = 100
  /// Pictures cut close to the ink are shrunk to at most this many pixels on a side.
  private static let closeSide = 400
  /// Noise above this standard deviation is smoothed, in sample units of 0…255.
  private static let roughGrain: Float = 3

  /// Reads the digits of a picture and checks whether it looks like digits on paper.
  ///
  /// The paper is estimated and subtracted, so that the light may be uneven and the paper lighter
  /// or darker than the ink. A picture may also be cut close to the ink. Of these assumptions the
  /// method takes the one under which the ink looks most like pen strokes. Specks, ruled lines and
  /// ink that runs off the picture are dropped. Neighboring pieces are grouped into digits.
  ///
  /// Each digit is cropped and fitted into 20×20 pixels with its proportions kept. Very thin
  /// strokes are widened, and the center of mass is moved to the center of 28×28. A 28×28 picture
  /// whose ink fills the box as in MNIST is only centered.
  ///
  /// - Parameter picture: A gray image of any size, 0…255; other values are stretched to 0…255.
  /// - Returns: The digits from left to right, and the doubt about the picture, if any.
  /// - Precondition: The picture has one channel.
  public static func read(_ picture: Image) -> DigitReading {
    let whole = GrayPlane(picture).inByteRange()
    guard !whole.values.isEmpty, whole.values.allSatisfy(\.isFinite) else {
      return DigitReading(
        digits: [], doubt: "no ink found: the picture has no pixels or not all are numbers")
    }
    if let prepared = PreparedPicture(whole) { return prepared.reading }
    let (plane, factor) = workingPlane(of: whole)
    let (best, reduction) = bestReading(of: plane)
    let digits = best.isConvincing ? best.digits : [best.largest].compactMap { $0 }
    let scale = factor * Float(reduction)
    return DigitReading(
      digits: digits.map { found in
        DigitReading.Digit(
          image: DigitFitting.image(of: found.group, in: best.layer),
          rows: scaled(found.group.rows, by: scale, limit: whole.height),
          columns: scaled(found.group.columns, by: scale, limit: whole.width))
      }, doubt: best.doubt)
  }

  /// Finds the largest digit of a picture and prepares it as 28×28 pixels.
  ///
  /// A picture that does not look like ink on paper is accepted too.
  ///
  /// - Parameter picture: A gray image of any size, 0…255.
  /// - Returns: The digit as a 28×28×1 image like those of MNIST.
  /// - Throws: ``DigitError`` when the picture has no ink.
  /// - Precondition: The picture has one channel.
  public static func prepare(_ picture: Image) throws(DigitError) -> Image {
    let reading = read(picture)
    let largest = reading.digits.max {
      $0.rows.count * $0.columns.count < $1.rows.count * $1.columns.count
    }
    guard let largest else { throw DigitError(.noDigit(reading.doubt)) }
    return largest.image
  }

  /// Returns the picture in the size for the search for ink.
  ///
  /// `factor` is the number of the picture's pixels for one pixel of the result, along each side.
  static func workingPlane(of picture: GrayPlane) -> (GrayPlane, factor: Float) {
    let shrink = (max(picture.height, picture.width) + workingSide - 1) / workingSide
    var plane = picture.shrunk(by: shrink)
    let enlarge = max(plane.height, plane.width) < smallSide ? 3 : 1
    if enlarge > 1 {
      plane = plane.resized(height: plane.height * enlarge, width: plane.width * enlarge)
    }
    if min(plane.height, plane.width) >= 60 && plane.grain > roughGrain {
      plane = plane.smoothed()
    }
    return (plane, Float(shrink) / Float(enlarge))
  }

  /// Returns the reading under the best assumption, and the factor by which it shrank the picture.
  private static func bestReading(of plane: GrayPlane) -> (InkReading, reduction: Int) {
    let estimate = PaperEstimate(of: plane)
    let light = InkReading(InkLayer(plane, paper: .light, estimate: estimate))
    let dark = InkReading(InkLayer(plane, paper: .dark, estimate: estimate))
    var best = (dark.isBetter(than: light) ? dark : light, reduction: 1)
    let reduction = (max(plane.height, plane.width) + closeSide - 1) / closeSide
    let small = plane.shrunk(by: reduction)
    for paper in [InkLayer.Paper.closeLight, .closeDark] {
      let close = InkReading(InkLayer(small, paper: paper, estimate: estimate))
      if close.isConvincing && close.isBetter(than: best.0) { best = (close, reduction) }
    }
    return best
  }

  private static func scaled(_ range: Range<Int>, by scale: Float, limit: Int) -> Range<Int> {
    let low = min(Int(Float(range.lowerBound) * scale), limit - 1)
    let high = Int((Float(range.upperBound) * scale).rounded(.up))
    return low..<min(max(high, low + 1), limit)
  }
}
