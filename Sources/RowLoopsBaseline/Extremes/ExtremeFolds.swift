// The folds of all sample types. They are transparent: functions that were only marked to be inlined
// always were called from some loops, a block at a time. The functions that call them are written once
// for each type: in one generic body for all types the compiler leaves thunks, whose names are the same in
// all builds.
//
// A block has 16 lanes, because integer SIMD types of more lanes run lane by lane. The last block of
// a row begins early enough to be a whole block: folding a value twice changes nothing.

/// Folds taps of one row: `output[i] = fold over t of input[offsets[t] + i]`.
@_transparent
func foldTaps<Value: BitwiseCopyable, Block: BitwiseCopyable>(
  _ input: UnsafePointer<Value>, _ offsets: UnsafeBufferPointer<Int>,
  into output: UnsafeMutablePointer<Value>, count: Int,
  _ blocks: (Block, Block) -> Block, _ values: (Value, Value) -> Value
) {
  guard count >= 16 else {
    for i in 0..<count {
      var best = input[offsets[0] &+ i]
      for t in 1..<offsets.count { best = values(best, input[offsets[t] &+ i]) }
      output[i] = best
    }
    return
  }
  var i = 0
  // Four blocks at a time, because a fold waits for the one before it.
  while i &+ 64 <= count {
    let first = input + (offsets[0] &+ i)
    var (a, b): (Block, Block) = (loadBlock(first), loadBlock(first + 16))
    var (c, d): (Block, Block) = (loadBlock(first + 32), loadBlock(first + 48))
    for t in 1..<offsets.count {
      let tap = input + (offsets[t] &+ i)
      a = blocks(a, loadBlock(tap))
      b = blocks(b, loadBlock(tap + 16))
      c = blocks(c, loadBlock(tap + 32))
      d = blocks(d, loadBlock(tap + 48))
    }
    storeBlock(a, output + i)
    storeBlock(b, output + (i &+ 16))
    storeBlock(c, output + (i &+ 32))
    storeBlock(d, output + (i &+ 48))
    i = i &+ 64
  }
  while i < count {
    if i &+ 16 > count { i = count &- 16 }
    var best: Block = loadBlock(input + (offsets[0] &+ i))
    for t in 1..<offsets.count { best = blocks(best, loadBlock(input + (offsets[t] &+ i))) }
    storeBlock(best, output + i)
    i = i &+ 16
  }
}

/// Folds two rows: `output[i] = fold of a[i] and b[i]`; the output may be one of them.
@_transparent
func foldPair<Value: BitwiseCopyable, Block: BitwiseCopyable>(
  _ a: UnsafePointer<Value>, _ b: UnsafePointer<Value>,
  into output: UnsafeMutablePointer<Value>, count: Int,
  _ blocks: (Block, Block) -> Block, _ values: (Value, Value) -> Value
) {
  guard count >= 16 else {
    for i in 0..<count { output[i] = values(a[i], b[i]) }
    return
  }
  var i = 0
  while i &+ 64 <= count {
    let (p, q) = (a + i, b + i)
    let first = blocks(loadBlock(p), loadBlock(q))
    let second = blocks(loadBlock(p + 16), loadBlock(q + 16))
    let third = blocks(loadBlock(p + 32), loadBlock(q + 32))
    let fourth = blocks(loadBlock(p + 48), loadBlock(q + 48))
    storeBlock(first, output + i)
    storeBlock(second, output + (i &+ 16))
    storeBlock(third, output + (i &+ 32))
    storeBlock(fourth, output + (i &+ 48))
    i = i &+ 64
  }
  while i < count {
    if i &+ 16 > count { i = count &- 16 }
    storeBlock(blocks(loadBlock(a + i), loadBlock(b + i)), output + i)
    i = i &+ 16
  }
}

@_transparent
func loadBlock<Value: BitwiseCopyable, Block: BitwiseCopyable>(
  _ pointer: UnsafePointer<Value>
) -> Block {
  UnsafeRawPointer(pointer).loadUnaligned(as: Block.self)
}

@_transparent
func storeBlock<Value: BitwiseCopyable, Block: BitwiseCopyable>(
  _ block: Block, _ pointer: UnsafeMutablePointer<Value>
) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: block, as: Block.self)
}

/// Folds runs of `width` neighbors: `output[i] = fold over k < width of input[i + k · step]`.
///
/// Runs of 1, 2, 4, … neighbors are folded in the work; the last two runs overlap. A piece of the
/// row is folded at a time, so that the work stays in the nearest cache.
@_transparent
func foldRun<Value: BitwiseCopyable, Block: BitwiseCopyable>(
  _ input: UnsafePointer<Value>, width: Int, step: Int, _ work: UnsafeMutablePointer<Value>,
  into output: UnsafeMutablePointer<Value>, count: Int,
  _ blocks: (Block, Block) -> Block, _ values: (Value, Value) -> Value
) {
  // A piece is at least as long as a run: neighboring pieces fold shared values twice.
  let piece = width &* step > 2048 ? width &* step : 2048
  var first = 0
  while first < count {
    let length = count &- first < piece ? count &- first : piece
    var run = 1
    var source = input + first
    while true {
      let isLast = 2 &* run >= width
      let shift = isLast ? width &- run : run
      var outputs = isLast ? length : length &+ (width &- 2 &* run) &* step
      // In place, only whole blocks: a value that is folded twice would take in a longer run. The
      // last block ends in the slack of the work.
      if !isLast, run > 1 { outputs = (outputs &+ 15) & ~15 }
      foldPair(
        source, source + shift &* step, into: isLast ? output + first : work, count: outputs,
        blocks, values)
      if isLast { break }
      source = UnsafePointer(work)
      run = 2 &* run
    }
    first = first &+ length
  }
}
