import ConvCore
import TestSupport
import Testing

/// `order_filters.json`.
private struct OrderFile: Decodable {
  struct Case: Decodable {
    let tool, filter, border: String
    let size, element: [Int]?
    let values: [Double]?
    let expected: [Float]
  }
  let height, width: Int
  let input: [Float]
  let cases: [Case]
}

@Suite("Morphology, ranks and thresholds against SciPy, OpenCV and scikit-image")
struct OrderFixtureTests {
  @Test("every value is theirs, from bytes, 16 bits and floats")
  func equalsTheTools() throws {
    let file = try Fixtures.load("order_filters.json", as: OrderFile.self)
    let image = Image(
      shape: ImageShape(height: file.height, width: file.width, channels: 1), samples: file.input)
    #expect(file.cases.count == 153)
    for test in file.cases where test.filter != "threshold" {
      let operation = try #require(self.operation(for: test), "\(test.filter)")
      // OpenCV rounds the means of bytes, and only those; floats have another histogram.
      let types: [SampleType] =
        test.filter == "adaptive"
        ? [.uint8]
        : test.filter == "threshold otsu" ? [.uint8, .uint16] : [.uint8, .uint16, .float32]
      for type in types {
        let found = try operation.samples(of: image, type: type, as: .float32)
        #expect(
          found == test.expected, "\(test.tool): \(test.filter), \(test.border), \(type)")
      }
    }
  }

  private func operation(for test: OrderFile.Case) -> (any RowOperation)? {
    guard let border = Border(test.border) else { return nil }
    let values = test.values ?? []
    if let size = test.size, let cells = test.element,
      let operation = MorphologyFilter.Operation(rawValue: test.filter)
    {
      let element = StructuringElement(
        size: Size2D(height: size[0], width: size[1]), cells: cells.map { $0 == 1 })
      return MorphologyFilter(operation, element, border: border)
    }
    return switch test.filter {
    case "rank": RankFilter(percent: values[0], side: Int(values[1]), border: border)
    case "threshold otsu": OtsuThreshold()
    case "adaptive":
      LocalStatistic(.adaptive(offset: values[1]), side: Int(values[0]), border: border)
    case "sauvola":
      LocalStatistic(.sauvola(factor: values[1]), side: Int(values[0]), border: border)
    default: nil
    }
  }
}
