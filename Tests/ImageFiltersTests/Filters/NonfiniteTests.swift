import ConvCore
import ImageCodecs
import ImageFilters
import TestSupport
import Testing

/// One rule for NaN and infinities, walked through all filters, methods, borders and builds.
@Suite("Samples that are not finite")
struct NonfiniteTests {
  /// A picture's samples, some of which are not finite.
  struct Blemish: Sendable, CustomStringConvertible {
    let description: String
    let value: Float
    let rows: Range<Int>
    let columns: Range<Int>

    static let all = [
      Blemish(description: "one NaN", value: .nan, rows: 4..<5, columns: 6..<7),
      Blemish(description: "+inf", value: .infinity, rows: 0..<1, columns: 9..<10),
      Blemish(description: "-inf", value: -.infinity, rows: 6..<7, columns: 2..<3),
      Blemish(description: "block of NaN", value: .nan, rows: 2..<5, columns: 0..<3),
    ]

    func laid(on image: Image, value: Float? = nil) -> Image {
      var result = image
      for y in rows {
        for x in columns { result.samples[y * image.shape.width + x] = value ?? self.value }
      }
      return result
    }
  }

  private final class FloatReader: ImageReader {
    let info: ImageInfo
    private let image: Image
    private let row = Counter()

    init(_ image: Image) {
      self.image = image
      info = ImageInfo(format: .npy, shape: image.shape, sampleType: .float32, hasAlpha: false)
    }

    func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
      let start = row.advance(by: count) * image.shape.rowLength
      return .float32(Array(image.samples[start..<start + count * image.shape.rowLength]))
    }
  }

  private static let picture = Image.random(height: 9, width: 11, real: true, seed: 5)

  private func response(
    _ image: Image, _ filter: any ImageFilter, _ options: FilterOptions,
    engine: Engine = .preferred
  ) throws -> [Float] {
    let stage = try FilterStage(name: "test", filter: filter, options: options)
    let reader = FloatReader(image)
    var rendering = RenderingOptions()
    rendering.format = .npy
    let plan = try FilterPlan(
      info: reader.info, chain: FilterChain([stage]), options: rendering, engine: engine)
    return try plan.response(reader: reader, threads: 1).samples
  }

  private static let definitions = FilterCatalogue.entries.filter { $0.name != "canny" }.map(\.name)

  @Test("an output is not finite exactly where the definition says so", arguments: definitions)
  func filters(name: String) throws {
    let entry = try #require(FilterCatalogue.named(name))
    let filter = try entry.filter(entry.example)
    for border in Border.examples + [Border.zero] {
      for blemish in Blemish.all {
        var options = FilterOptions()
        options.border = border
        let image = blemish.laid(on: NonfiniteTests.picture)
        let expected = try exact(image, filter, border)
        for method in Convolution.Method.allCases {
          options.method = method
          guard let found = try? response(image, filter, options) else { continue }
          let clean = try response(
            blemish.laid(on: NonfiniteTests.picture, value: 0), filter, options)
          let call = Comment(rawValue: "\(name), \(border), \(blemish), \(method)")
          #expect(agrees(found, expected, clean, isKernel: !filter.kernels.isEmpty), call)
        }
      }
    }
  }

  /// Where the definition is finite, a kernel's answers are those of the picture with 0 in place.
  private func agrees(
    _ found: [Float], _ expected: [Double], _ clean: [Float], isKernel: Bool
  ) -> Bool {
    guard found.count == expected.count else { return false }
    return found.indices.allSatisfy { index in
      let (value, exact) = (found[index], expected[index])
      if exact.isNaN { return value.isNaN }
      if exact.isInfinite { return value == Float(exact) }
      return isKernel
        ? value == clean[index] : abs(Double(value) - exact) <= 1e-4 * max(1, abs(exact))
    }
  }

  private func exact(
    _ image: Image, _ filter: any ImageFilter, _ border: Border
  ) throws -> [Double] {
    switch filter {
    case let median as MedianFilter:
      return Naive.median(image, side: median.side, border: border)
    case let bilateral as BilateralFilter:
      return Naive.bilateral(
        image, spatial: bilateral.spatialSigma, range: bilateral.rangeSigma, border: border)
    case let filter as MorphologyFilter:
      return Naive.morphology(image, filter.operation, filter.element, border: border)
    case let filter as RankFilter:
      return Naive.rank(image, percent: filter.percent, side: filter.side, border: border)
    case let filter as LocalStatistic:
      return Naive.statistic(image, filter.value, side: filter.side, border: border)
    case let filter as GuidedFilter:
      return Naive.guided(image, side: filter.side, epsilon: filter.epsilon, border: border)
    case let filter as FixedThreshold:
      return image.samples.map { $0.isNaN ? .nan : Double($0) > filter.level ? 255 : 0 }
    case is RectifiedLinear:
      return image.samples.map { $0.isNaN ? .nan : max(Double($0), 0) }
    case let convolution as ConvolutionFilter:
      let sums = convolution.kernels.map { Naive.counted(image, $0, border: border) }
      return sums[0].indices.map { index in
        let answers = sums.map { $0[index] }
        if answers.contains(where: \.isNaN) { return .nan }
        if convolution.combination == .magnitude {
          return (answers[0] * answers[0] + answers[1] * answers[1]).squareRoot()
        }
        return answers.max() ?? 0
      }
    default: throw FilterError("no oracle")
    }
  }

  @Test("every build, stride, dilation and valid windows keep to the rule")
  func geometry() throws {
    let kernel = Kernel(rows: [[1, 0, -2], [0.5, 3, 0], [-1, 2, 0]])
    for blemish in Blemish.all {
      let image = blemish.laid(on: NonfiniteTests.picture)
      let expected = Naive.counted(image, kernel, border: .zero, valid: true)
      let same = Naive.counted(image, kernel, border: .wrap)
      for engine in Engine.available {
        var options = FilterOptions()
        options.outputSize = .valid
        let valid = try response(image, .kernel(kernel), options, engine: engine)
        #expect(valid.map(Double.init).elementsEqual(expected, by: near), "\(engine.name)")
        options = FilterOptions()
        options.border = .wrap
        options.stride = Stride2D(y: 2, x: 3)
        let strided = try response(image, .kernel(kernel), options, engine: engine)
        let wanted = stride(from: 0, to: 9, by: 2).flatMap { y in
          stride(from: 0, to: 11, by: 3).map { same[y * 11 + $0] }
        }
        #expect(strided.map(Double.init).elementsEqual(wanted, by: near), "\(engine.name)")
        options = FilterOptions()
        options.border = .reflect101
        options.dilation = 3
        let dilated = try response(image, .kernel(kernel), options, engine: engine)
        let spread = Naive.counted(image, NonfiniteTests.spread(kernel, by: 3), border: .reflect101)
        #expect(dilated.map(Double.init).elementsEqual(spread, by: near), "\(engine.name)")
      }
    }
  }

  private func near(_ a: Double, _ b: Double) -> Bool {
    b.isNaN ? a.isNaN : b.isInfinite ? a == b : abs(a - b) <= 1e-3
  }

  /// A kernel with zeros between its cells.
  private static func spread(_ kernel: Kernel, by step: Int) -> Kernel {
    let size = Size2D(
      height: (kernel.size.height - 1) * step + 1, width: (kernel.size.width - 1) * step + 1)
    var cells = [Double](repeating: 0, count: size.height * size.width)
    for y in 0..<kernel.size.height {
      for x in 0..<kernel.size.width { cells[y * step * size.width + x * step] = kernel[y, x] }
    }
    return Kernel(size: size, coefficients: cells)
  }

  @Test("kernels through the depth: a channel counts where its coefficient is not 0")
  func depth() throws {
    var image = Image.random(height: 5, width: 6, channels: 2, real: true)
    image.samples[(2 * 6 + 3) * 2 + 1] = .nan
    let first = Kernel(size: Size2D(1), depth: 2, coefficients: [2, 0])
    let second = Kernel(size: Size2D(1), depth: 2, coefficients: [1, -1])
    for engine in Engine.available {
      let found = try response(image, .bank([first, second]), FilterOptions(), engine: engine)
      #expect(found.indices.filter { found[$0].isNaN } == [(2 * 6 + 3) * 2 + 1])
      #expect(found[(2 * 6 + 3) * 2] == 2 * image[2, 3, 0])
    }
    let learned = ConvolutionLayerFilter(
      kernels: [second], biases: [0.5], rectifies: true, divisor: 255)
    let maps = try response(image, learned, FilterOptions())
    #expect(maps.indices.filter { maps[$0].isNaN } == [2 * 6 + 3])
  }

  @Test("Canny: NaN in the gradient's window is no edge, and changes none beyond")
  func canny() throws {
    for (sigma, reach) in [(nil, 1), (0.8, 4)] as [(Double?, Int)] {
      let filter = CannyEdges(low: 90, high: 90, sigma: sigma)
      let plain = Image.random(height: 16, width: 20, seed: 9)
      var image = plain
      image.samples[7 * 20 + 9] = .nan
      let found = try response(image, filter, FilterOptions())
      let clean = try response(plain, filter, FilterOptions())
      for y in 0..<16 {
        for x in 0..<20 {
          let distance = max(abs(y - 7), abs(x - 9))
          if distance <= reach { #expect(found[y * 20 + x] == 0, "\(y), \(x)") }
          // A neighbor's strength takes one pixel more.
          if distance > reach + 1 { #expect(found[y * 20 + x] == clean[y * 20 + x], "\(y), \(x)") }
        }
      }
    }
  }

  @Test("pools: NaN wins wherever it lies in the window", arguments: Pooling.Kind.allCases)
  func pools(kind: Pooling.Kind) throws {
    for size in [Size2D(2), Size2D(height: 3, width: 2)] {
      for place in 0..<size.height * size.width {
        var image = Image.random(height: 6, width: 8, channels: 2, real: true)
        image.samples[(place / size.width * 8 + place % size.width) * 2] = .nan
        image.samples[7 * 2 + 1] = .nan
        for engine in Engine.available {
          let pooled = try Pooling(kind, size: size)(image, engine: engine)
          let clean = try Pooling(kind, size: size)(
            Image(shape: image.shape, samples: image.samples.map { $0.isNaN ? 0 : $0 }),
            engine: engine)
          let lost = [0, pooled.shape.rowLength - 1]
          #expect(pooled.samples.indices.filter { pooled.samples[$0].isNaN } == lost)
          for index in pooled.samples.indices where !lost.contains(index) {
            #expect(pooled.samples[index] == clean.samples[index])
          }
        }
        let whole = try GlobalPooling(kind: kind)(image)
        #expect(whole.samples.allSatisfy { $0.isNaN })
      }
    }
  }

  @Test("large values do not cost the digits of others", arguments: [Float(-3.4e38), 1e6, -9e9])
  func large(value: Float) throws {
    var image = Image.random(height: 60, width: 70, in: 0...1, real: true)
    for index in image.samples.indices where index % 70 < 9 { image.samples[index] = value }
    for kernel in [Kernel.gaussian(sigma: 4), .random(height: 31, width: 31, real: true)] {
      let filter = ConvolutionFilter(kernel)
      var options = FilterOptions()
      options.method = .direct
      let direct = try response(image, filter, options)
      for method in [Convolution.Method.automatic, .fft, .separable] {
        options.method = method
        guard let fast = try? response(image, filter, options) else { continue }
        // Windows that hold none of the large values.
        for index in fast.indices where index % 70 >= 9 + 16 {
          #expect(abs(fast[index] - direct[index]) <= 1e-3 * max(1, abs(direct[index])))
        }
      }
    }
  }

  @Test("views: NaN and -inf are the lowest pixel, +inf the highest, ranges are finite")
  func views() throws {
    let image = Image(rows: [[1, -.infinity, 3, .nan, 2, .infinity]])
    for engine in Engine.available {
      #expect(try pixels(image, .stretch, 8, engine) == [0, 0, 255, 0, 128, 255])
      #expect(try pixels(image, .stretch, 16, engine) == [0, 0, 65535, 0, 32768, 65535])
      #expect(try pixels(image, .clip, 8, engine) == [1, 0, 3, 0, 2, 255])
      #expect(try pixels(image, .abs, 8, engine) == [1, 255, 3, 0, 2, 255])
      let signed = try pixels(image, .signed, 8, engine)
      #expect([1, 3, 5].map { signed[$0] } == [0, 0, 255])
      let diverging = try pixels(image, .diverging, 8, engine)
      #expect(Array(diverging[3..<6]) == [8, 38, 110] && Array(diverging[9..<12]) == [8, 38, 110])
      #expect(Array(diverging[6..<9]) == [120, 8, 32] && Array(diverging[15...]) == [120, 8, 32])
      let flat = Image(rows: [[5, .infinity, .nan, 5]])
      #expect(try pixels(flat, .stretch, 8, engine) == [0, 255, 0, 0])
      let wide = Image(rows: [[-3e38, 0, 3e38]])
      #expect(try pixels(wide, .stretch, 8, engine) == [0, 128, 255])
    }
  }

  private func pixels(
    _ image: Image, _ view: ResponseView, _ depth: Int, _ engine: Engine
  ) throws -> [Int] {
    var options = RenderingOptions()
    options.view = view
    options.depth = depth
    options.collectsStatistics = true
    let reader = FloatReader(image)
    let stage = try FilterStage(name: "test", filter: .kernel(.identity))
    let plan = try FilterPlan(
      info: reader.info, chain: FilterChain([stage]), options: options, engine: engine)
    let sink = MemorySink()
    let writer = try makeWriter(plan.outputInfo, to: sink, options: EncodingOptions())
    let report = try plan.run(reader: reader, writer: writer, threads: 1)
    #expect(report.nonfiniteInput == image.samples.count { !$0.isFinite })
    let rows = try openImage(ByteSource(bytes: sink.bytes)).readRows(image.shape.height)
    return switch rows {
    case .uint8(let bytes): bytes.map(Int.init)
    case .uint16(let words): words.map(Int.init)
    case .float32: []
    }
  }
}
