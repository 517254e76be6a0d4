import ConvCore
import TestSupport
import Testing

@Suite("Gray morphology")
struct MorphologyTests {
  /// Squares below and above the height of direct folds, other rectangles, and shapes.
  private static let elements: [StructuringElement] = [
    .square(1), .square(3), .square(4), .square(9), .square(20),
    StructuringElement(
      size: Size2D(height: 12, width: 2), cells: [Bool](repeating: true, count: 24)),
    StructuringElement(
      size: Size2D(height: 2, width: 11), cells: [Bool](repeating: true, count: 22)),
    .disk(7), .disk(10), .cross(5),
    StructuringElement(
      size: Size2D(height: 3, width: 4),
      cells: [1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0].map { $0 == 1 }),
  ]

  @Test("erosions and dilations are the definition", arguments: 0..<11)
  func definition(index: Int) throws {
    let element = MorphologyTests.elements[index]
    for (height, width, channels) in [(13, 75, 1), (25, 6, 3), (2, 3, 2)] {
      let image = Image.randomBytes(height: height, width: width, channels: channels)
      for (place, border) in Border.examples.enumerated() {
        for operation in [MorphologyFilter.Operation.erosion, .dilation] {
          let expected = Naive.morphology(image, operation, element, border: border)
          let type: SampleType = [.uint8, .uint16, .float32][(place + index) % 3]
          for engine in Engine.available {
            let found = try MorphologyFilter(operation, element, border: border)
              .samples(of: image, type: type, as: .float32, engine: engine)
            #expect(
              found.map(Double.init) == expected,
              "\(engine.name), \(type), \(height)×\(width), \(border), \(operation)")
          }
        }
      }
    }
  }

  @Test("what follows from them is the definition", arguments: MorphologyFilter.Operation.allCases)
  func operations(operation: MorphologyFilter.Operation) throws {
    let image = Image.randomBytes(height: 14, width: 33, channels: 1)
    for element in [StructuringElement.square(3), .square(8), MorphologyTests.elements[10]] {
      for border in Border.examples {
        let expected = Naive.morphology(image, operation, element, border: border)
        for type in [SampleType.uint8, .uint16, .float32] {
          let found = try MorphologyFilter(operation, element, border: border)
            .samples(of: image, type: type, as: .float32)
          #expect(found.map(Double.init) == expected, "\(type), \(border), \(element.size)")
        }
      }
    }
  }

  @Test("bytes and 16-bit samples go to files of their type as they are")
  func targets() throws {
    let image = Image.randomBytes(height: 20, width: 130, channels: 3)
    for operation in MorphologyFilter.Operation.allCases {
      let filter = MorphologyFilter(operation, .square(9))
      let expected = try filter.samples(of: image, type: .float32, as: .float32)
      for (type, target) in [
        (SampleType.uint8, RowSink.Target.uint8), (.uint16, .uint16), (.uint16, .uint8),
      ] {
        #expect(try filter.samples(of: image, type: type, as: target) == expected)
      }
    }
  }

  @Test("results do not depend on where bands are cut", arguments: [3, 12])
  func bands(side: Int) throws {
    let image = Image.randomBytes(height: 40, width: 33, channels: 3)
    for operation in MorphologyFilter.Operation.allCases {
      for element in [StructuringElement.square(side), .disk(side)] {
        let filter = MorphologyFilter(operation, element, border: .symmetric)
        try filter.expectSameInBands(of: image, as: .uint8)
      }
    }
  }

  @Test("an opening lies below the picture, a closing above, and both change nothing twice")
  func order() throws {
    let image = Image.randomBytes(height: 24, width: 31, channels: 1)
    for element in [StructuringElement.square(4), .disk(5)] {
      let opening = try MorphologyFilter(.opening, element)(image)
      let closing = try MorphologyFilter(.closing, element)(image)
      #expect(zip(opening.samples, image.samples).allSatisfy { $0 <= $1 })
      #expect(zip(closing.samples, image.samples).allSatisfy { $0 >= $1 })
      #expect(try MorphologyFilter(.opening, element)(opening).samples == opening.samples)
      #expect(try MorphologyFilter(.closing, element)(closing).samples == closing.samples)
    }
  }

  @Test("a disk and a cross are those of scikit-image")
  func shapes() {
    #expect(StructuringElement.disk(3) == .cross(3))
    let rows = (0..<5).map { y in
      StructuringElement.disk(5).cells[y * 5..<y * 5 + 5].map { $0 ? "1" : "0" }.joined()
    }
    #expect(rows == ["00100", "01110", "11111", "01110", "00100"])
    #expect(StructuringElement.disk(4).cells.count(where: \.self) == 12)
  }
}
