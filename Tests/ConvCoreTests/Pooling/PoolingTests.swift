import ConvCore
import TestSupport
import Testing

@Suite("Pooling")
struct PoolingTests {
  @Test("max and average pooling equal PyTorch's", arguments: PoolingCase.all)
  func equalsPyTorch(_ test: PoolingCase) throws {
    // PyTorch pads rows and columns by different numbers; one number is what is offered here.
    guard test.padding[0] == test.padding[1] else { return }
    let pooling = Pooling(
      test.kind == "max" ? .maximum : .average,
      size: Size2D(height: test.poolHeight, width: test.poolWidth),
      stride: Stride2D(y: test.strideY, x: test.strideX), padding: .explicit(test.padding[0]),
      ceilMode: test.ceil)
    let image = Image(
      shape: ImageShape(height: test.height, width: test.width, channels: test.channels),
      samples: test.input)
    for engine in Engine.available {
      let pooled = try pooling(image, engine: engine)
      #expect(pooled.shape.size == Size2D(height: test.outputHeight, width: test.outputWidth))
      let difference = largestDifference(pooled.samples.map(Double.init), test.expected)
      #expect(difference <= (test.kind == "max" ? 0 : 1e-4), "\(engine.name): \(difference)")
    }
  }

  @Test("the fixture is there and most of it is used")
  func fixtureIsComplete() {
    #expect(PoolingCase.all.count { $0.padding[0] == $0.padding[1] } >= 40)
  }

  @Test("the slides' 4×4 matrix gives [4 5; 3 4]")
  func slides() throws {
    let image = Image(rows: [[1, 2, 5, 1], [4, 0, 3, 2], [3, 1, 0, 4], [2, 3, 1, 2]])
    let pooled = try Pooling(.maximum, size: Size2D(2))(image)
    #expect(pooled.samples == [4, 5, 3, 4])
  }

  @Test("every kind folds exactly the pixels inside", arguments: Pooling.Kind.allCases)
  func kinds(_ kind: Pooling.Kind) throws {
    let image = Image.random(height: 7, width: 9, channels: 2)
    for padding in [Pooling.Padding.valid, .same, .explicit(1)] {
      for ceilMode in [false, true] {
        let pooling = Pooling(
          kind, size: Size2D(height: 3, width: 2), stride: Stride2D(y: 2, x: 3), padding: padding,
          ceilMode: ceilMode)
        let pooled = try pooling(image)
        let expected = naive(image, pooling, pooled.shape)
        let difference = largestDifference(
          pooled.samples.map(Double.init), expected, relativeTo: 255)
        #expect(difference <= Tolerance.reordered, "\(padding) \(ceilMode)")
      }
    }
  }

  @Test("same gives ⌈side / stride⌉ outputs", arguments: [1, 2, 5, 8, 9])
  func same(side: Int) throws {
    let pooling = Pooling(
      .maximum, size: Size2D(3), stride: Stride2D(y: 2, x: 2), padding: .same)
    let shape = try pooling.outputShape(for: ImageShape(height: side, width: 7, channels: 1))
    #expect(shape.size == Size2D(height: (side + 1) / 2, width: 4))
  }

  @Test("a window that does not fit is refused")
  func tooLarge() {
    #expect(throws: ShapeError.self) {
      try Pooling(.maximum, size: Size2D(3)).outputShape(
        for: ImageShape(height: 9, width: 2, channels: 1))
    }
  }

  @Test("global pooling folds all pixels of a channel", arguments: Pooling.Kind.allCases)
  func global(_ kind: Pooling.Kind) throws {
    let image = Image.random(height: 6, width: 5, channels: 3)
    let pooled = try GlobalPooling(kind: kind)(image)
    let window = Pooling(kind, size: Size2D(height: 6, width: 5))
    let difference = largestDifference(
      pooled.samples.map(Double.init), naive(image, window, pooled.shape), relativeTo: 255)
    #expect(difference <= Tolerance.reordered)
  }

  @Test("a global mean of many pixels does not drown in its sum")
  func globalMeanOfMany() throws {
    let shape = ImageShape(height: 1200, width: 1000, channels: 1)
    let image = Image(shape: shape, samples: [Float](repeating: 200.1, count: shape.count))
    #expect(try GlobalPooling(kind: .average)(image).samples == [200.1])
  }

  private func naive(_ image: Image, _ pooling: Pooling, _ shape: ImageShape) -> [Double] {
    let (top, left) = leads(image, pooling, shape)
    return (0..<shape.height).flatMap { m in
      (0..<shape.width).flatMap { n in
        (0..<shape.channels).map { c in
          var values: [Double] = []
          for y in m * pooling.stride.y - top..<m * pooling.stride.y - top + pooling.size.height {
            for x in n * pooling.stride.x - left..<n * pooling.stride.x - left + pooling.size.width
            where (0..<image.shape.height).contains(y) && (0..<image.shape.width).contains(x) {
              values.append(Double(image[y, x, c]))
            }
          }
          return fold(values.sorted(), pooling.kind)
        }
      }
    }
  }

  private func leads(
    _ image: Image, _ pooling: Pooling, _ shape: ImageShape
  ) -> (top: Int, left: Int) {
    switch pooling.padding {
    case .valid: (0, 0)
    case .explicit(let pixels): (pixels, pixels)
    case .same:
      (
        max(0, (shape.height - 1) * pooling.stride.y + pooling.size.height - image.shape.height)
          / 2,
        max(0, (shape.width - 1) * pooling.stride.x + pooling.size.width - image.shape.width) / 2
      )
    }
  }

  private func fold(_ sorted: [Double], _ kind: Pooling.Kind) -> Double {
    let n = Double(sorted.count)
    return switch kind {
    case .maximum: sorted[sorted.count - 1]
    case .minimum: sorted[0]
    case .average: sorted.reduce(0, +) / n
    case .rootMeanSquare: (sorted.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
    case .median: (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }
}
