import ConvCore

/// Output rows to compute, and the source of the input rows that they depend on.
struct BandJob: Sendable {
  let rows: Range<Int>
  let input: RowSource
}
