public import ConvCore

/// The digits found in a picture.
public struct DigitReading: Hashable, Sendable {
  /// One digit, prepared for the network.
  public struct Digit: Hashable, Sendable {
    /// The prepared image: 28×28 gray levels 0…255, bright strokes on black, centered by mass.
    public let image: Image
    /// The rows of the ink's bounding box in the picture, in pixels.
    public let rows: Range<Int>
    /// The columns of the ink's bounding box in the picture, in pixels.
    public let columns: Range<Int>

    /// Creates a digit from its image and its bounding box.
    public init(image: Image, rows: Range<Int>, columns: Range<Int>) {
      (self.image, self.rows, self.columns) = (image, rows, columns)
    }
  }

  /// The digits from left to right.
  ///
  /// For a doubtful picture, only the digit with most of the ink, or none.
  public let digits: [Digit]
  /// The reason why the picture does not look like digits on paper; `nil` if it does.
  public let doubt: String?

  /// Creates a reading from digits and a doubt.
  public init(digits: [Digit], doubt: String?) { (self.digits, self.doubt) = (digits, doubt) }
}
