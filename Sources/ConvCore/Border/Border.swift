/// The rule that gives a value to positions outside an image.
///
/// The table shows the row `abcd` and the values that the rule puts left and right of it:
///
/// | case | left │ image │ right |
/// | --- | --- |
/// | `zero` | `0000│abcd│0000` |
/// | `constant(v)` | `vvvv│abcd│vvvv` |
/// | `replicate` | `aaaa│abcd│dddd` |
/// | `symmetric` | `dcba│abcd│dcba` |
/// | `reflect101` | `cdcb│abcd│cbab`: the edge itself is not repeated |
/// | `wrap` | `abcd│abcd│abcd` |
///
/// Every case is defined at any distance: a kernel may be many times larger than the image.
/// The name "reflect" is ambiguous and therefore not used: SciPy and OpenCV mean `symmetric`,
/// NumPy and PyTorch mean `reflect101`.
public enum Border: Hashable, Sendable {
  /// Outside values are 0.
  case zero
  /// Outside values are one given value.
  case constant(Float)
  /// Outside values repeat the nearest edge pixel.
  case replicate
  /// The image is mirrored, and the edge pixel is repeated.
  case symmetric
  /// The image is mirrored at the edge pixel, which is not repeated.
  case reflect101
  /// The image is continued periodically.
  case wrap

  /// Returns the index in `0..<count` that is read for a position.
  ///
  /// With `reflect101`, a side of 1 repeats its only pixel.
  ///
  /// - Returns: `nil` where the value is ``outsideValue``.
  /// - Precondition: `count` is at least 1.
  public func index(of position: Int, count: Int) -> Int? {
    if position >= 0 && position < count { return position }
    switch self {
    case .zero, .constant: return nil
    case .replicate: return position < 0 ? 0 : count - 1
    case .wrap: return position.modulo(count)
    case .symmetric:
      let place = position.modulo(2 * count)
      return place < count ? place : 2 * count - 1 - place
    case .reflect101:
      if count == 1 { return 0 }
      let place = position.modulo(2 * count - 2)
      return place < count ? place : 2 * count - 2 - place
    }
  }

  /// The value outside the image for `zero` and `constant`; 0 for all other cases.
  public var outsideValue: Float {
    if case .constant(let value) = self { value } else { 0 }
  }

  /// The reason why an image with this border cannot be streamed; `nil` where streaming works.
  var wholeImageReason: String? {
    self == .wrap ? "border wrap reads rows of the far side" : nil
  }
}

extension Border: LosslessStringConvertible {
  /// The borders without a value, in the order of help texts.
  private static let plain: [Border] = [.replicate, .zero, .symmetric, .reflect101, .wrap]

  /// The texts that ``init(_:)`` reads, for help texts and messages.
  public static let forms = [
    "replicate", "zero", "constant:V", "symmetric (dcba|abcd)", "reflect101 (dcb|abcd)", "wrap",
  ]

  /// One border of each kind, for the checks of a build.
  package static let everyKind = plain + [.constant(90)]

  /// Creates the border of a text, such as `symmetric` or `constant:128`; `nil` for another text.
  ///
  /// `reflect` and `mirror` are two borders in other programs, so they are no names.
  ///
  /// - Parameter description: A name, and for `constant` a colon and a finite decimal number.
  public init?(_ description: String) {
    if let border = Border.plain.first(where: { $0.description == description }) {
      self = border
    } else if description.hasPrefix("constant:"),
      let value = DecimalNumber.float(description.dropFirst(9))
    {
      self = .constant(value)
    } else {
      return nil
    }
  }

  /// The text of the border, which ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .zero: "zero"
    case .constant(let value): "constant:\(value)"
    case .replicate: "replicate"
    case .symmetric: "symmetric"
    case .reflect101: "reflect101"
    case .wrap: "wrap"
    }
  }
}

extension Int {
  /// The remainder with the sign of the divisor: −1 modulo 4 is 3.
  func modulo(_ divisor: Int) -> Int {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
