/// How positions outside an image are read.
///
/// The picture shows a row `abcd` and what stands left and right of it:
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
/// "reflect" alone is ambiguous (SciPy and OpenCV mean `symmetric`, NumPy and PyTorch
/// `reflect101`), so it is not a name here.
public enum Border: Hashable, Sendable {
  case zero
  case constant(Float)
  case replicate
  case symmetric
  case reflect101
  case wrap

  /// Maps a position to the position in `0..<count` whose value stands there.
  ///
  /// A side of 1 repeats its only pixel under `reflect101`.
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

  /// The value outside the image for the borders that have one of their own.
  public var outsideValue: Float {
    if case .constant(let value) = self { value } else { 0 }
  }

  /// Why rows of the far side of the image are needed, so that it cannot be streamed.
  var wholeImageReason: String? {
    self == .wrap ? "border wrap reads rows of the far side" : nil
  }
}

extension Border: CustomStringConvertible {
  /// The name the command line uses.
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
