/// The row filter and the compression level for a group of rows.
struct DeflatePlan: Hashable, Sendable {
  /// 0 stores, 1 is fastest, 9 gives the smallest output.
  var level: Int
  var filter: RowFiltering

  /// The level for noise-like data: photographs and edge responses.
  ///
  /// Such data has few repeats: level 3 takes a fifth more time and saves 0.9 % of the size, level 6
  /// takes twice the time and saves 3 %.
  private static let quickLevel = 2
  /// The level for drawings, masks and ramps, where the search finds many repeats quickly.
  private static let thoroughLevel = 6
  private static let trialLevel = 1

  /// Chooses a plan for rows by trying row filters on a sample of them.
  ///
  /// Unfiltered rows are chosen unless a filter saves 2 %, because they cost no time.
  ///
  /// - Parameters:
  ///   - rows: The rows to compress.
  ///   - level: A fixed level, or `nil` to choose one.
  /// - Returns: The level, and the row filter that makes the sample smallest.
  /// - Throws: ``CodecError`` with `writeFailed` when the sample cannot be compressed.
  static func chosen(for rows: PNGRows, level: Int?) throws(CodecError) -> DeflatePlan {
    if level == 0 { return DeflatePlan(level: 0, filter: .none) }
    let sample = rows.sample()
    let count = sample.bytes.count
    if let level {
      return DeflatePlan(level: level, filter: try best(of: RowFiltering.all, sample, level).filter)
    }
    let first = try best(of: [.none, .adaptive], sample, trialLevel)
    // The sample does not shrink below an eighth.
    guard first.size * 8 < count else {
      return DeflatePlan(level: quickLevel, filter: first.filter)
    }
    // Repeats of whole rows are found only at the thorough level.
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

  /// Filters and deflates the rows into a piece of a stream, or into its end when `isLast`.
  func encoded(_ rows: PNGRows, isLast: Bool) throws(CodecError) -> EncodedRows.Payload {
    let filtered = rows.filtered(filter)
    let bytes = try Deflater.pooled(level: level) { deflater throws(CodecError) in
      isLast ? try deflater.deflated(filtered) : try deflater.joinable(filtered)
    }
    return .deflated(bytes, adler: UInt(Deflater.checksum(filtered)), count: filtered.count)
  }
}
