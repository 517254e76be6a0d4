internal import ConvNet
import RowLoops

/// Results of floats that are computed in pieces by several threads.
enum ElementChunks {
  /// The number of elements of a piece: its inputs and results fit the second-level cache.
  private static let size = 1 << 15

  /// Computes a list whose parts do not depend on each other.
  ///
  /// - Parameter body: Writes the elements of a range to a span of the same length.
  static func fill(
    _ count: Int, _ context: RunContext,
    _ body: @escaping @Sendable (Range<Int>, inout MutableSpan<Float>) -> Void
  ) -> [Float] {
    SharedFloats.filled(count: count) { output in
      WorkQueue.run((count + size - 1) / size, context.crew) { piece in
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

  /// Computes a function of each pair of elements.
  @inline(__always)
  static func combine(
    _ a: [Float], _ b: [Float], _ context: RunContext,
    _ f: @escaping @Sendable (Float, Float) -> Float
  ) -> [Float] {
    fill(a.count, context) { range, part in
      let (first, second) = (a.span.extracting(range), b.span.extracting(range))
      for k in 0..<first.count { part[k] = f(first[k], second[k]) }
    }
  }
}
