import ConvCore
import Testing

@Suite("Rows become samples")
struct SinkTests {
  @Test("bytes become the same samples as floats of their values, for every target and finish")
  func bytesAreFloats() {
    let rows: [[UInt8]] = [[0, 1, 127, 255], [3, 200, 0, 9], [255, 254, 2, 80]]
    var finishes = [RowSink.Postprocessing(), RowSink.Postprocessing(), RowSink.Postprocessing()]
    finishes[1].absolute = true
    (finishes[2].scale, finishes[2].bias, finishes[2].unit) = (-1.5, 300, 257)
    for target in [RowSink.Target.uint8, .uint16, .float32] {
      for finish in finishes {
        for collectsStatistics in [false, true] {
          var bytes = RowSink(
            target, postprocessing: finish, rowLength: 4, rows: 3,
            collectsStatistics: collectsStatistics)
          var floats = bytes
          bytes.takeBytes(rows: 2, engine: .preferred) { samples, at in
            for i in 0..<8 { samples[at + i] = rows[i / 4][i % 4] }
          }
          bytes.takeBytes(engine: .preferred) { samples, at in
            for i in 0..<4 { samples[at + i] = rows[2][i] }
          }
          floats.take(rows: 3, engine: .preferred) { samples, at in
            for i in 0..<12 { samples[at + i] = Float(rows[i / 4][i % 4]) }
          }
          #expect(bytes.rowCount == 3)
          #expect(bytes.range == floats.range)
          #expect(bytes.clipped == floats.clipped)
          #expect(bytes.takeSamples() == floats.takeSamples())
        }
      }
    }
  }

  @Test("a sink counts what it clips and knows the range before it does")
  func measures() {
    let image = Image(rows: [[0, 255, 0, 10]])
    let correlation = Convolution([Kernel(rows: [[1, -2, 1]])])
    for absolute in [false, true] {
      var postprocessing = RowSink.Postprocessing()
      postprocessing.absolute = absolute
      for type in [SampleType.uint8, .float32] {
        var sink = RowSink(
          .uint8, postprocessing: postprocessing, rowLength: 4, rows: 1, collectsStatistics: true)
        let band = RowBand(rows: 0..<1, samples: image.rows(0..<1, as: type))
        correlation.apply(
          to: RowSource(shape: image.shape, bands: [band]), rows: 0..<1, into: &sink,
          engine: .preferred)
        // Responses 255, −510, 265, −10.
        #expect(sink.range == -510...265)
        #expect(sink.clipped == (absolute ? 2 : 3))
      }
    }
  }
}
