/// How far results may lie apart, and why.
public enum Tolerance {
  /// Float sums against double sums, relative to the largest value: what the project promises.
  public static let response = 2e-5
  /// Two float sums of the same products in another order or without fused multiply-add, relative to
  /// the largest value.
  public static let reordered = 1e-6
  /// Sums by way of the frequency domain, relative to the largest value: what the project promises.
  public static let transformed = 1e-5
  /// Decoded JPEG samples after one more encoding at quality 100.
  public static let jpegLevels = 4.0
}
