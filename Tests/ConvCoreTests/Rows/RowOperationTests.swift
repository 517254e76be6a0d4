import ConvCore
import TestSupport
import Testing

@Suite("Operations on rows")
struct RowOperationTests {
  @Test("an image filtered by several threads is the one of one thread", arguments: [2, 3, 8])
  func threads(_ threads: Int) throws {
    let image = Image.random(height: 211, width: 37, channels: 2)
    let operations: [any RowOperation] = [
      Convolution([.random(height: 5, width: 3)], border: .wrap),
      Convolution([.random(height: 41, width: 41)], method: .fft),
      MedianFilter(side: 3), Pooling(.maximum, size: Size2D(3)), GlobalPooling(kind: .average),
      CannyEdges(low: 50, high: 90),
    ]
    for operation in operations {
      let several = try operation(image, threads: threads)
      let one = try operation(image)
      #expect(several == one)
    }
  }

  @Test("a composition is its operations, one after the other", arguments: [1, 3])
  func composition(_ threads: Int) throws {
    let image = Image.random(height: 120, width: 31, channels: 3)
    let first = Convolution([.random(height: 3, width: 5)], border: .symmetric)
    let last = Pooling(.average, size: Size2D(2))
    for middle in [MedianFilter(side: 3), MedianFilter(side: 3, border: .wrap)] {
      let composed = ComposedOperation([first, middle, last], isFinite: false)
      #expect(try composed(image, threads: threads) == last(middle(first(image))))
      #expect((composed.wholeImageReason != nil) == (middle.border == .wrap))
    }
  }

  @Test("edges have the brightness that the filter is adapted to")
  func brightness() throws {
    let image = Image.random(height: 20, width: 30)
    let edges = CannyEdges(low: 50, high: 90)
    let marked = try edges(image).samples
    #expect(marked.contains(255))
    let adapted = edges.adapted(toBrightness: 1)
    let ones = try adapted.callAsFunction(image)
    #expect(ones.samples == marked.map { $0 / 255 })
  }
}
