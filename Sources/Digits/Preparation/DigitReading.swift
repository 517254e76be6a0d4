public import ConvCore

/// The digits that a picture holds.
public struct DigitReading: Hashable, Sendable {
  /// One digit, prepared for the network.
  public struct Digit: Hashable, Sendable {
    /// 28×28 gray levels 0…255, bright strokes on black, centred by mass.
    public let image: Image
    /// The box of its ink in the picture, in pixels: rows and columns.
    public let rows: Range<Int>
    /// The columns of the box.
    public let columns: Range<Int>

    /// Creates a digit.
    public init(image: Image, rows: Range<Int>, columns: Range<Int>) {
      (self.image, self.rows, self.columns) = (image, rows, columns)
    }
  }

  /// From left to right.
  ///
  /// Of a doubtful picture the one that is most of its ink, or none.
  public let digits: [Digit]
  /// Why the picture does not look like digits on paper; `nil` when it does.
  public let doubt: String?

  /// Creates a reading.
  public init(digits: [Digit], doubt: String?) { (self.digits, self.doubt) = (digits, doubt) }
}
