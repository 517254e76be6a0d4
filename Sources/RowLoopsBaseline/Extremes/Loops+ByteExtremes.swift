package import RowLoops

private typealias Block = SIMD16<UInt8>

extension Loops {
  package static func extreme(
    _ extreme: Extreme, _ input: Span<UInt8>, offsets: Span<Int>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    precondition(offsets.count > 0)
    requireRanges(offsets, from: 0, count, of: input.count)
    requireRange(start, count, of: output.count)
    input.withUnsafeBufferPointer { input in
      offsets.withUnsafeBufferPointer { offsets in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          switch extreme {
          case .smallest:
            foldTaps(input, offsets, into: output + start, count: count, leastBytes, lesser)
          case .largest:
            foldTaps(input, offsets, into: output + start, count: count, mostBytes, greater)
          }
        }
      }
    }
  }

  package static func extreme(
    _ extreme: Extreme, _ a: Span<UInt8>, from first: Int, _ b: Span<UInt8>, from second: Int,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    requireRange(first, count, of: a.count)
    requireRange(second, count, of: b.count)
    requireRange(start, count, of: output.count)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        output.withUnsafeMutableBufferPointer { output in
          guard let a = a.baseAddress, let b = b.baseAddress, let output = output.baseAddress
          else { return }
          switch extreme {
          case .smallest:
            foldPair(a + first, b + second, into: output + start, count: count, leastBytes, lesser)
          case .largest:
            foldPair(a + first, b + second, into: output + start, count: count, mostBytes, greater)
          }
        }
      }
    }
  }

  package static func keepExtreme(
    _ extreme: Extreme, _ input: Span<UInt8>, from base: Int,
    in kept: inout MutableSpan<UInt8>, from source: Int, at target: Int, count: Int
  ) {
    requireRange(base, count, of: input.count)
    requireRange(source, count, of: kept.count)
    requireRange(target, count, of: kept.count)
    precondition(source == target || source + count <= target || target + count <= source)
    input.withUnsafeBufferPointer { input in
      kept.withUnsafeMutableBufferPointer { kept in
        guard let input = input.baseAddress, let kept = kept.baseAddress else { return }
        switch extreme {
        case .smallest:
          foldPair(
            kept + source, input + base, into: kept + target, count: count, leastBytes, lesser)
        case .largest:
          foldPair(
            kept + source, input + base, into: kept + target, count: count, mostBytes, greater)
        }
      }
    }
  }

  package static func extremeRun(
    _ extreme: Extreme, _ input: Span<UInt8>, from base: Int, width: Int, step: Int,
    work: inout MutableSpan<UInt8>, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int
  ) {
    precondition(width > 0 && step > 0)
    requireRange(base, count + (width - 1) * step, of: input.count)
    requireRange(start, count, of: output.count)
    precondition(work.count >= extremeWork + 2 * width * step)
    input.withUnsafeBufferPointer { input in
      work.withUnsafeMutableBufferPointer { work in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let work = work.baseAddress,
            let output = output.baseAddress
          else { return }
          switch extreme {
          case .smallest:
            foldRun(
              input + base, width: width, step: step, work, into: output + start, count: count,
              leastBytes, lesser)
          case .largest:
            foldRun(
              input + base, width: width, step: step, work, into: output + start, count: count,
              mostBytes, greater)
          }
        }
      }
    }
  }
}

@_transparent
private func leastBytes(_ a: Block, _ b: Block) -> Block { a.replacing(with: b, where: b .< a) }
@_transparent
private func mostBytes(_ a: Block, _ b: Block) -> Block { a.replacing(with: b, where: b .> a) }
@_transparent
private func lesser(_ a: UInt8, _ b: UInt8) -> UInt8 { b < a ? b : a }
@_transparent
private func greater(_ a: UInt8, _ b: UInt8) -> UInt8 { b > a ? b : a }
