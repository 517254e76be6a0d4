import ConvCore
import RowLoops
import Testing

@Suite("Loops stop before they touch memory outside a span")
struct LoopBoundsTests {
  @Test("writing past the end of the output")
  func copyOutside() async {
    await #expect(processExitsWith: .failure) {
      let source = [Float](repeating: 1, count: 16)
      var target = [Float](repeating: 0, count: 16)
      var span = target.mutableSpan
      Engine.preferred.loops.copy(source.span, from: 0, into: &span, at: 1 << 30, count: 16)
    }
  }

  @Test("an offset that points behind the input, or before it", arguments: [100, -1])
  func correlateOutside(offset: Int) async {
    await #expect(processExitsWith: .failure) { [offset] in
      let source = [Float](repeating: 1, count: 64)
      var target = [Float](repeating: 0, count: 16)
      var span = target.mutableSpan
      Engine.preferred.loops.correlate(
        source.span, from: 0, offsets: [0, offset].span,
        weights: [Float](repeating: 1, count: 2).span,
        outputs: 1, into: &span, at: 0, outputStride: 16, count: 16)
    }
  }

  @Test("a stack whose last row lies behind the input", arguments: [false, true])
  func stackOutside(pastCache: Bool) async {
    await #expect(processExitsWith: .failure) { [pastCache] in
      let source = [UInt8](repeating: 1, count: 64 + 15)
      var target = [UInt8](repeating: 0, count: 64)
      var span = target.mutableSpan
      Engine.preferred.loops.correlate(
        source.span, from: 0, offsets: [0].span, weights: [Int16(1)].span, absolute: false,
        stack: RowStack(rows: 5, inputStride: 16, outputStride: 0, pastCache: pastCache),
        into: &span, at: 0, count: 16)
    }
  }

  @Test("a negative place of the output")
  func negativePlace() async {
    await #expect(processExitsWith: .failure) {
      var values = [Float](repeating: 0, count: 16)
      var span = values.mutableSpan
      Engine.preferred.loops.scale(&span, at: -4, count: 4, scale: 2, bias: 0)
    }
  }

  @Test("more rows than a sink has room for")
  func sinkOverflows() async {
    await #expect(processExitsWith: .failure) {
      var sink = RowSink(.uint8, rowLength: 4, rows: 1)
      for _ in 0..<2 {
        sink.take(rows: 1, engine: .preferred) { samples, at in
          for i in 0..<4 { samples[at + i] = 1 }
        }
      }
    }
  }
}
