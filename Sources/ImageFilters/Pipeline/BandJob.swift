import ConvCore

/// Output rows to compute, and the samples they depend on.
struct BandJob: Sendable {
  let rows: Range<Int>
  let inputRows: Range<Int>
  let bands: [RowBand]
}
