extension UInt16: KeyedSample {
  static func keys(of samples: [UInt16]) -> SampleKeys {
    SampleKeys(keys: samples.map { Int16(bitPattern: $0 ^ 0x8000) }, values: nil)
  }
}
