import ConvCore

/// The parts of the input and of the output that are drawn, in pixels; the input may reach outside.
struct SlidingView: Hashable, Sendable {
  let inputRows: Range<Int>
  let inputColumns: Range<Int>
  let outputRows: Range<Int>
  let outputColumns: Range<Int>

  init(_ model: SlidingModel, _ crop: SlidingCrop) {
    let geometry = model.geometry
    if model.rule == .transposed {
      (inputRows, inputColumns) = (crop.rows, crop.columns)
      (outputRows, outputColumns) = (0..<geometry.output.height, 0..<geometry.output.width)
      return
    }
    (outputRows, outputColumns) = (crop.rows, crop.columns)
    inputRows = SlidingView.reach(
      geometry.top(crop.rows.lowerBound)..<geometry.top(crop.rows.upperBound - 1)
        + geometry.extent.height, of: geometry.input.height,
      isWhole: crop.rows.count == geometry.output.height, spare: geometry.stride.y)
    inputColumns = SlidingView.reach(
      geometry.left(crop.columns.lowerBound)..<geometry.left(crop.columns.upperBound - 1)
        + geometry.extent.width, of: geometry.input.width,
      isWhole: crop.columns.count == geometry.output.width, spare: geometry.stride.x)
  }

  /// What the windows read; of a whole picture also the last pixels that no window reads.
  private static func reach(
    _ read: Range<Int>, of side: Int, isWhole: Bool, spare: Int
  ) -> Range<Int> {
    guard isWhole, side > read.upperBound, side - read.upperBound <= spare else { return read }
    return read.lowerBound..<side
  }

  /// Whether a part of the input lies outside of the picture.
  func reachesOutside(_ input: Size2D) -> Bool {
    inputRows.lowerBound < 0 || inputColumns.lowerBound < 0 || inputRows.upperBound > input.height
      || inputColumns.upperBound > input.width
  }
}
