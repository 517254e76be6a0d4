/// The 16-bit keys of the samples of a tile, in the order of the samples.
struct SampleKeys {
  /// The key of each sample.
  let keys: [Int16]
  /// The value of each key, from `Int16.min` on; `nil` if the key of a 16-bit sample is the sample.
  let values: [Float]?

  /// Returns the sample that has a key.
  func value(of key: Int16) -> Float {
    let place = Int(key) + 32768
    return values.map { $0[place] } ?? Float(place)
  }
}
