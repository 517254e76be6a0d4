/// A sample type whose values in a tile can be replaced by 16-bit keys in the same order.
protocol KeyedSample: WindowSample {
  /// Returns the keys of the samples of a tile, at most 2¹⁶.
  ///
  /// Samples must not be NaN.
  static func keys(of samples: [Self]) -> SampleKeys
}
