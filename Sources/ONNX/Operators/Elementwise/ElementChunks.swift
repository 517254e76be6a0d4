internal import ConvCore
internal import ConvNet
import RowLoops

/// Results of floats that are computed in pieces by several threads.
enum ElementChunks {
  /// The number of elements of a piece: its inputs and results fit the second-level cache.
  private static let size = 1 << 15

  /// Computes a list whose parts do not depend on each other.
  ///
  /// - Parameters:
  ///   - count: The number of elements.
  ///   - context: The threads of the run.
  ///   - body: Writes the elements of a range to a span of the same length.
  /// - Returns: The `count` elements that the calls of `body` wrote.
  static func fill(
    _ count: Int, _ context: RunContext,
    _ body: @escaping @Sendable (Range<Int>, inout MutableSpan<Float>) -> Void
  ) -> [Float] {
    SharedFloats.filled(count: count) { output in
      WorkQueue.run((count + size - 1) / size, context.workers) { piece in
        let range = piece * size..<min(count, (piece + 1) * size)
        output.write(range) { part in body(range, &part) }
      }
    }
  }

  /// Computes a function of each element.
  @inline(__always)
  static func map(
    _ values: [Float], _ context: RunContext, _ f: @escaping @Sendable (Float) -> Float
  ) -> [Float] {
    fill(values.count, context) { range, part in
      let source = values.span.extracting(range)
      for k in 0..<source.count { part[k] = f(source[k]) }
    }
  }

  /// Computes a function of each element that has a loop.
  static func map(_ values: [Float], _ function: RowActivation, _ context: RunContext) -> [Float] {
    let engine = context.engine
    return fill(values.count, context) { range, part in
      engine.loops.activate(
        function, values.span, from: range.lowerBound, into: &part, at: 0, count: range.count)
    }
  }

  /// Combines each pair of elements.
  static func combine(
    _ a: [Float], _ b: [Float], _ combination: RowCombination, _ context: RunContext
  ) -> [Float] {
    let engine = context.engine
    return fill(a.count, context) { range, part in
      engine.loops.combine(
        combination, a.span, from: range.lowerBound, b.span, from: range.lowerBound, into: &part,
        at: 0, count: range.count)
    }
  }
}
