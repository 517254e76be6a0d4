internal import RowLoops

// Which outputs loops may store past the cache.

extension RowSink {
  /// Number of bytes above which an output exceeds the cache, together with its input.
  package static let cacheSize = 8 << 20

  /// Number of bytes of some samples.
  package static func byteCount(_ target: Target, samples: Int) -> Int {
    switch target {
    case .uint8: samples
    case .uint16, .int16: 2 * samples
    case .float32: 4 * samples
    }
  }

  /// Makes all rows visible to other threads, after loops stored them past the cache.
  package func finishStores(_ engine: Engine) {
    if exceedsCache { engine.loops.finishStores() }
  }

  /// Whether loops may store bytes past the cache.
  var storesBytesPastCache: Bool { exceedsCache && takesBytes }

  /// Whether loops may store 16-bit integers past the cache.
  var storesIntegersPastCache: Bool { exceedsCache && target == .int16 }

  /// Whether loops may store floats past the cache.
  var storesFloatsPastCache: Bool { exceedsCache && keepsFloats }
}
