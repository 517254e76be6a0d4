import CZlib

/// How the bytes of a strip are deflated.
struct DeflatePlan: Hashable, Sendable {
  var level: Int32
  var strategy: Int32
  /// Whether each row is filtered, or none is.
  var filtersRows: Bool

  /// Fast ones first: edge responses are like noise, where a search for repeats takes ten times the
  /// time for a larger file; drawings and smooth pictures repay the search.
  private static let quick = [
    DeflatePlan(level: 1, strategy: Z_HUFFMAN_ONLY, filtersRows: false),
    DeflatePlan(level: 1, strategy: Z_RLE, filtersRows: false),
    DeflatePlan(level: 1, strategy: Z_RLE, filtersRows: true),
  ]
  private static let thorough = [
    DeflatePlan(level: 6, strategy: Z_DEFAULT_STRATEGY, filtersRows: false),
    DeflatePlan(level: 6, strategy: Z_FILTERED, filtersRows: true),
  ]

  /// The best plan for these rows, found by trying each on a few of them.
  ///
  /// - Parameter level: A level to keep to, or `nil` for any.
  static func chosen(for rows: PNGRows, level: Int?) -> DeflatePlan {
    if level == 0 { return DeflatePlan(level: 0, strategy: Z_DEFAULT_STRATEGY, filtersRows: false) }
    let count = min(rows.count, max(3, rows.count / 24))
    let start = (rows.count - count) / 2
    let sample = start..<start + count
    let plain = rows.filtered(sample, adaptively: false)
    let filtered = rows.filtered(sample, adaptively: true)
    func best(_ plans: [DeflatePlan]) -> (plan: DeflatePlan, size: Int) {
      let sizes = plans.map { plan in
        (try? plan.deflated(plan.filtersRows ? filtered : plain, isLast: true).count) ?? .max
      }
      let index = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
      return (plans[index], sizes[index])
    }
    if let level {
      return best(
        thorough.map {
          DeflatePlan(level: Int32(level), strategy: $0.strategy, filtersRows: $0.filtersRows)
        }
      ).plan
    }
    let (quickPlan, quickSize) = best(quick)
    let (thoroughPlan, thoroughSize) = best(thorough)
    // A tenth of the time is worth an eighth of the size.
    return thoroughSize * 100 < quickSize * 88 ? thoroughPlan : quickPlan
  }

  /// A raw deflate piece that ends at a byte boundary, the last one with the final block.
  func deflated(_ bytes: [UInt8], isLast: Bool) throws(CodecError) -> [UInt8] {
    try run(bytes, windowBits: -15, flush: isLast ? Z_FINISH : Z_SYNC_FLUSH)
  }

  /// A whole zlib stream.
  func zlibStream(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    try run(bytes, windowBits: 15, flush: Z_FINISH)
  }

  private func run(_ bytes: [UInt8], windowBits: Int32, flush: Int32) throws(CodecError) -> [UInt8]
  {
    var stream = z_stream()
    guard
      deflateInit2_(
        &stream, level, Z_DEFLATED, windowBits, 8, strategy, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw CodecError(.writeFailed, "zlib could not be set up") }
    defer { deflateEnd(&stream) }
    // The bound leaves no room for the marker of a sync flush.
    let capacity = Int(deflateBound(&stream, UInt(bytes.count))) + 16
    var failed = false
    let output = [UInt8](unsafeUninitializedCapacity: capacity) { output, initialized in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(capacity)
        let status = deflate(&stream, flush)
        failed = stream.avail_in > 0 || !(status == Z_OK || status == Z_STREAM_END)
        initialized = capacity - Int(stream.avail_out)
      }
    }
    if failed { throw CodecError(.writeFailed, "zlib could not deflate \(bytes.count) bytes") }
    return output
  }
}
