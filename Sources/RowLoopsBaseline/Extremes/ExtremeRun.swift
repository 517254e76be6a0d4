/// A run of neighbors that moves along a row.
struct ExtremeRun {
  let width: Int
  let step: Int
  let count: Int

  /// Number of outputs that are computed together, so that `work` stays in the nearest cache.
  private static var piece: Int { 2048 }

  /// Folds runs of 1, 2, 4, … neighbors; the last two runs overlap.
  @_transparent
  func fold<Value: BitwiseCopyable, Block: BitwiseCopyable>(
    _ input: UnsafePointer<Value>, _ work: UnsafeMutablePointer<Value>,
    into output: UnsafeMutablePointer<Value>,
    _ blocks: (Block, Block) -> Block, _ values: (Value, Value) -> Value
  ) {
    // A piece is at least as long as a run: neighboring pieces fold shared values twice.
    let piece = width &* step > ExtremeRun.piece ? width &* step : ExtremeRun.piece
    var first = 0
    while first < count {
      let length = count &- first < piece ? count &- first : piece
      var run = 1
      var source = input + first
      while 2 &* run < width {
        let values0 = length &+ (width &- 2 &* run) &* step
        if run == 1 {
          foldPair(source, source + step, into: work, count: values0, blocks, values)
          source = UnsafePointer(work)
        } else {
          // In place: a block reads only values that no earlier block has changed. Whole blocks
          // end in the slack of the work.
          var i = 0
          let ahead = work + run &* step
          while i < values0 {
            storeBlock(
              blocks(loadBlock(UnsafePointer(work + i)), loadBlock(UnsafePointer(ahead + i))),
              work + i)
            i = i &+ 16
          }
        }
        run = 2 &* run
      }
      foldPair(
        source, source + (width &- run) &* step, into: output + first, count: length, blocks,
        values)
      first = first &+ length
    }
  }
}
