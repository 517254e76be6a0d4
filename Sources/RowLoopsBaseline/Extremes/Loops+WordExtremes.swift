package import RowLoops

private typealias Block = SIMD16<UInt16>

extension Loops {
  package static func extreme(
    _ extreme: Extreme, _ input: Span<UInt16>, offsets: Span<Int>,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int
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
            foldTaps(input, offsets, into: output + start, count: count, leastWords, lesser)
          case .largest:
            foldTaps(input, offsets, into: output + start, count: count, mostWords, greater)
          }
        }
      }
    }
  }

  package static func extreme(
    _ extreme: Extreme, _ a: Span<UInt16>, from first: Int, _ b: Span<UInt16>, from second: Int,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int
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
            foldPair(a + first, b + second, into: output + start, count: count, leastWords, lesser)
          case .largest:
            foldPair(a + first, b + second, into: output + start, count: count, mostWords, greater)
          }
        }
      }
    }
  }

  package static func keepExtreme(
    _ extreme: Extreme, _ input: Span<UInt16>, from base: Int,
    in kept: inout MutableSpan<UInt16>, from source: Int, at target: Int, count: Int
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
            kept + source, input + base, into: kept + target, count: count, leastWords, lesser)
        case .largest:
          foldPair(
            kept + source, input + base, into: kept + target, count: count, mostWords, greater)
        }
      }
    }
  }

  package static func extremeRun(
    _ extreme: Extreme, _ input: Span<UInt16>, from base: Int, width: Int, step: Int,
    work: inout MutableSpan<UInt16>, into output: inout MutableSpan<UInt16>, at start: Int,
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
              leastWords, lesser)
          case .largest:
            foldRun(
              input + base, width: width, step: step, work, into: output + start, count: count,
              mostWords, greater)
          }
        }
      }
    }
  }
}

@_transparent
private func leastWords(_ a: Block, _ b: Block) -> Block { a.replacing(with: b, where: b .< a) }
@_transparent
private func mostWords(_ a: Block, _ b: Block) -> Block { a.replacing(with: b, where: b .> a) }
@_transparent
private func lesser(_ a: UInt16, _ b: UInt16) -> UInt16 { b < a ? b : a }
@_transparent
private func greater(_ a: UInt16, _ b: UInt16) -> UInt16 { b > a ? b : a }
