import ConvCore

/// Output rows to compute, and the input rows that they depend on.
struct BandJob: Sendable {
  let rows: Range<Int>
  let inputRows: Range<Int>
  let bands: [RowBand]
}
