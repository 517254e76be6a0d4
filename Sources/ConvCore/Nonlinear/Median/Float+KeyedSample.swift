extension Float: KeyedSample {
  /// Returns the positions of the samples in their sorted order.
  static func keys(of samples: [Float]) -> SampleKeys {
    precondition(samples.count <= 1 << 16, "\(samples.count) samples for 16-bit keys")
    let sorted = sort(samples.indices.map { UInt64(samples[$0].orderedBits) << 16 | UInt64($0) })
    var keys = [Int16](repeating: 0, count: samples.count)
    var values = [Float](repeating: 0, count: samples.count)
    for (position, entry) in sorted.enumerated() {
      let place = Int(entry & 0xffff)
      keys[place] = Int16(position - 32768)
      values[position] = samples[place]
    }
    return SampleKeys(keys: keys, values: values)
  }

  /// Sorts entries by their bits from 16 to 47: three passes of a radix sort, each stable.
  private static func sort(_ entries: [UInt64]) -> [UInt64] {
    var (from, to) = (entries, entries)
    for shift: UInt64 in [16, 27, 38] {
      var starts = [Int](repeating: 0, count: 2048)
      for entry in from { starts[Int(entry >> shift & 2047)] += 1 }
      var sum = 0
      for digit in starts.indices { (starts[digit], sum) = (sum, sum + starts[digit]) }
      for entry in from {
        let digit = Int(entry >> shift & 2047)
        to[starts[digit]] = entry
        starts[digit] += 1
      }
      swap(&from, &to)
    }
    return from
  }

  /// Bits in the order of the values: all bits of negative values are inverted, the sign of others.
  private var orderedBits: UInt32 {
    bitPattern >> 31 == 1 ? ~bitPattern : bitPattern | 1 << 31
  }
}
