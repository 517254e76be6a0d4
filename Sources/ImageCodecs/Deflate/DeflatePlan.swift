/// How the bytes of a strip are filtered and deflated.
struct DeflatePlan: Hashable, Sendable {
  /// 0 stores, 1 is fastest, 9 smallest.
  var level: Int
  var filter: RowFiltering

  /// The level for what is like noise, photographs and edge responses.
  ///
  /// The search for repeats finds little there: higher levels take twice the time for 2 % of the
  /// size.
  private static let quickLevel = 3
  /// The level for drawings, masks and ramps, where the search finds much and is fast.
  private static let thoroughLevel = 6
  private static let trialLevel = 1

  /// The best plan for these rows, found by trying row filters on a few of them.
  ///
  /// Plain rows are taken unless a filter saves 2 %: they cost no time.
  ///
  /// - Parameter level: A level to keep to, or `nil` for any.
  static func chosen(for rows: PNGRows, level: Int?) throws(CodecError) -> DeflatePlan {
    if level == 0 { return DeflatePlan(level: 0, filter: .none) }
    let sample = rows.sample()
    let count = sample.bytes.count
    if let level {
      return DeflatePlan(level: level, filter: try best(of: RowFiltering.all, sample, level).filter)
    }
    let first = try best(of: [.none, .adaptive], sample, trialLevel)
    // Less than an eighth is left.
    guard first.size * 8 < count else {
      return DeflatePlan(level: quickLevel, filter: first.filter)
    }
    // Repeats of whole rows show at this level only.
    return DeflatePlan(
      level: thoroughLevel, filter: try best(of: RowFiltering.all, sample, thoroughLevel).filter)
  }

  private static func best(
    of filters: [RowFiltering], _ sample: PNGRows, _ level: Int
  ) throws(CodecError) -> (filter: RowFiltering, size: Int) {
    let plain = try size(of: sample, level, .none)
    var best = (filter: RowFiltering.none, size: plain)
    for filter in filters where filter != .none {
      let size = try size(of: sample, level, filter)
      if size < best.size && size * 50 < plain * 49 { best = (filter, size) }
    }
    return best
  }

  private static func size(
    of rows: PNGRows, _ level: Int, _ filter: RowFiltering
  ) throws(CodecError) -> Int {
    let filtered = rows.filtered(filter)
    return try Deflater.pooled(level: level) { deflater throws(CodecError) in
      try deflater.deflated(filtered).count
    }
  }

  /// The rows behind their filter types, deflated into a piece of a stream or its end.
  func encoded(_ rows: PNGRows, isLast: Bool) throws(CodecError) -> EncodedRows.Payload {
    let filtered = rows.filtered(filter)
    let bytes = try Deflater.pooled(level: level) { deflater throws(CodecError) in
      isLast ? try deflater.deflated(filtered) : try deflater.joinable(filtered)
    }
    return .deflated(bytes, adler: UInt(Deflater.checksum(filtered)), count: filtered.count)
  }
}
