import ConvCore
import RowLoops
import Testing

/// Runs a loop in every build of this machine and compares what it writes.
enum Builds {
  /// No value, one, and those around the registers of all builds and the blocks of some loops.
  static let counts = [
    0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 15, 16, 17, 19, 31, 32, 33, 35, 63, 64, 65, 131,
  ]
  /// Where outputs begin: at no whole register.
  static let start = 5
  /// Values behind the last output, which no loop may touch.
  private static let margin = 70

  /// What a loop is given to write to, in one build.
  typealias Call<Value> = (_ loops: any RowLoops.Type, _ output: inout MutableSpan<Value>) -> Void

  /// Expects integers, the same in every build, and nothing else changed.
  static func expect<Value: FixedWidthInteger & BitwiseCopyable>(
    _ expected: [Value], filledWith filler: Value = 77, _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation, _ call: Call<Value>
  ) {
    for engine in Engine.available {
      let output = output(expected.count, filler, engine, call)
      let whole = framed(expected, filler)
      #expect(
        output == whole, "\(engine.name): \(comment): \(firstDifference(output, whole))",
        sourceLocation: sourceLocation)
    }
  }

  /// Expects floats, and nothing else changed.
  ///
  /// Builds with fused multiply-add give the same bits.
  ///
  /// - Parameters:
  ///   - expected: The values to expect.
  ///   - tolerance: How far each may lie from what is expected; 0 for exact values.
  ///   - inAllBuilds: Whether the build without fused multiply-add gives these bits as well.
  ///   - filler: The value around the outputs, which has to stay.
  ///   - comment: What is tested, for messages.
  ///   - sourceLocation: The place of the test.
  ///   - call: Runs the loop of one build.
  static func expect(
    _ expected: [Double], within tolerance: Double, inAllBuilds: Bool = false,
    filledWith filler: Float = 77.5, _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation, _ call: Call<Float>
  ) {
    let whole = framed(expected, Double(filler))
    var first: (name: String, bits: [UInt32])?
    for engine in Engine.available {
      let output = output(expected.count, filler, engine, call)
      let wrong = zip(output, whole).enumerated().first { !isNear($1.0, $1.1, tolerance) }
      let difference = wrong.map { "at \($0.offset - start): \($0.element.0), not \($0.element.1)" }
      #expect(
        difference == nil, "\(engine.name): \(comment): \(difference ?? "")",
        sourceLocation: sourceLocation)
      guard inAllBuilds || engine.name != "portable" else { continue }
      let bits = output.map { $0.isNaN ? UInt32.max : $0.bitPattern }
      if let first {
        #expect(
          bits == first.bits, "\(engine.name) and \(first.name) differ: \(comment)",
          sourceLocation: sourceLocation)
      }
      first = first ?? (engine.name, bits)
    }
  }

  /// Expects one answer of every build.
  static func expect<Value: Equatable>(
    _ expected: Value, _ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation,
    _ call: (any RowLoops.Type) -> Value
  ) {
    for engine in Engine.available {
      #expect(
        call(engine.loops) == expected, "\(engine.name): \(comment)",
        sourceLocation: sourceLocation)
    }
  }

  /// Expects two calls to write the same bits, in each build on its own.
  static func expectEqual(
    _ comment: Comment, _ count: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ one: Call<Float>, _ other: Call<Float>
  ) {
    for engine in Engine.available {
      let (a, b) = (output(count, 77.5, engine, one), output(count, 77.5, engine, other))
      #expect(
        a.map(\.bitPattern) == b.map(\.bitPattern), "\(engine.name): \(comment)",
        sourceLocation: sourceLocation)
    }
  }

  // MARK: Parts

  private static func output<Value: BitwiseCopyable>(
    _ count: Int, _ filler: Value, _ engine: Engine, _ call: Call<Value>
  ) -> [Value] {
    var output = [Value](repeating: filler, count: start + count + margin)
    var span = output.mutableSpan
    call(engine.loops, &span)
    return output
  }

  /// What is expected between what is left alone.
  private static func framed<Value>(_ expected: [Value], _ filler: Value) -> [Value] {
    Array(repeating: filler, count: start) + expected + Array(repeating: filler, count: margin)
  }

  private static func isNear(_ found: Float, _ expected: Double, _ tolerance: Double) -> Bool {
    if expected.isNaN { return found.isNaN }
    return Double(found) == expected || abs(Double(found) - expected) <= tolerance
  }

  private static func firstDifference<Value: Equatable>(_ a: [Value], _ b: [Value]) -> String {
    guard let index = a.indices.first(where: { a[$0] != b[$0] }) else { return "" }
    return "at \(index - start): \(a[index]), not \(b[index])"
  }
}
