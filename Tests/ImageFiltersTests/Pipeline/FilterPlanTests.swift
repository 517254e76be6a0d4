import ConvCore
import ImageCodecs
import ImageFilters
import TestSupport
import Testing

@Suite("Plans: from reader to writer")
struct FilterPlanTests {
  /// Serves an image from memory.
  private final class MemoryReader: ImageReader {
    let info: ImageInfo
    private let samples: SampleBuffer
    private let nextRow: Counter

    init(_ samples: SampleBuffer, _ info: ImageInfo) {
      self.samples = samples
      self.info = info
      nextRow = Counter()
    }

    func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
      let start = nextRow.advance(by: count) * info.shape.rowLength
      return samples.slice(start..<start + count * info.shape.rowLength)
    }
  }

  private func reader(_ image: Image, alpha: Bool = false) -> MemoryReader {
    MemoryReader(
      .uint8(image.samples.map { UInt8($0) }),
      ImageInfo(format: .png, shape: image.shape, sampleType: .uint8, hasAlpha: alpha))
  }

  private func stage(
    _ filter: any ImageFilter, _ change: (inout FilterOptions) -> Void = { _ in }
  ) throws -> FilterStage {
    var options = FilterOptions()
    change(&options)
    return try FilterStage(name: "test", filter: filter, options: options)
  }

  private func written(
    _ image: Image, _ stages: [FilterStage], _ options: RenderingOptions, threads: Int = 2,
    alpha: Bool = false
  ) throws -> (image: SampleBuffer, info: ImageInfo, bytes: [UInt8]) {
    let reader = reader(image, alpha: alpha)
    let plan = try FilterPlan(info: reader.info, chain: FilterChain(stages), options: options)
    let sink = MemorySink()
    let writer = try makeWriter(plan.outputInfo, to: sink)
    _ = try plan.run(reader: reader, writer: writer, threads: threads)
    let back = try openImage(ByteSource(bytes: sink.bytes))
    return (try back.readRows(back.info.shape.height), back.info, sink.bytes)
  }

  @Test(
    "the bytes do not depend on the number of threads",
    arguments: ImageFormat.allCases.filter { $0.traits.isWritable })
  func threads(format: ImageFormat) throws {
    let channels = format.traits.isText || format == .pgm ? 1 : 3
    let image = Image.random(height: 1400, width: 21, channels: channels)
    var options = RenderingOptions()
    options.format = format
    let stages = [
      try stage(.kernel(.gaussian(sigma: 1.5))), try stage(.kernel(.laplacian)),
      try stage(.median(3)),
    ]
    let one = try written(image, stages, options, threads: 1).bytes
    for threads in [2, 5] {
      #expect(try written(image, stages, options, threads: threads).bytes == one)
    }
  }

  @Test("bands give the picture that one strip of the whole gives")
  func bandsEqualWhole() throws {
    let image = Image.random(height: 700, width: 9)
    let chain = FilterChain([
      try stage(.kernel(.gaussian(sigma: 2))) { $0.border = .symmetric },
      try stage(.magnitude(.sobelX, .sobelY)) { $0.stride = Stride2D(y: 3, x: 2) },
    ])
    let reader = reader(image)
    let plan = try FilterPlan(info: reader.info, chain: chain, options: RenderingOptions())
    #expect(plan.bandRows < 700 && plan.wholeImageReason == nil)
    let blurred = try Convolution(
      [.gaussian(sigma: 2)], border: .symmetric)(image)
    let expected = try Convolution(
      [.sobelX, .sobelY], combination: .magnitude, stride: Stride2D(y: 3, x: 2))(blurred)
    #expect(try plan.response(reader: reader, threads: 2) == expected)
  }

  @Test("a filter that wraps around is computed in stripes as in one piece", arguments: [1, 3])
  func stripesEqualWhole(threads: Int) throws {
    let image = Image.random(height: 400, width: 1100)
    let chain = FilterChain([
      try stage(.kernel(.gaussian(sigma: 2))) { $0.border = .wrap },
      try stage(.median(3)) { $0.border = .wrap }, try stage(.kernel(.laplacian)),
    ])
    let reader = reader(image)
    let plan = try FilterPlan(info: reader.info, chain: chain, options: RenderingOptions())
    #expect(plan.wholeImageReason != nil && plan.bandRows < 400)
    let blurred = try Convolution([.gaussian(sigma: 2)], border: .wrap)(image)
    let expected = try Convolution([.laplacian])(MedianFilter(side: 3, border: .wrap)(blurred))
    #expect(try plan.response(reader: reader, threads: threads) == expected)
  }

  @Test("transparent pictures that wrap around do not depend on the number of threads")
  func transparentStripes() throws {
    let image = Image.random(height: 90, width: 41, channels: 4)
    for kernel in [Kernel.gaussian(sigma: 3), .laplacian] {
      let stages = [try stage(.kernel(kernel)) { $0.border = .wrap }]
      let outputs = try [1, 2, 5].map { threads in
        try written(image, stages, RenderingOptions(), threads: threads, alpha: true).bytes
      }
      #expect(Set(outputs).count == 1)
    }
  }

  @Test("a chain is not rounded in between")
  func unrounded() throws {
    let image = Image.random(height: 9, width: 9, in: 0...3)
    var options = RenderingOptions()
    options.format = .npy
    let result = try written(
      image, [try stage(.kernel(.box(side: 5))), try stage(.kernel(.laplacian))], options)
    let box = Naive.filtered(image, .box(side: 5), border: .replicate)
    let smooth = Image(shape: image.shape, samples: box.map { Float($0) })
    let expected = Naive.filtered(smooth, .laplacian, border: .replicate)
    guard case .float32(let samples) = result.image else {
      Issue.record("not floats")
      return
    }
    #expect(largestDifference(samples.map(Double.init), expected) < 1e-5)
  }

  @Test("views turn signed responses into pixels as they say")
  func views() throws {
    // A kernel of one cell: the response is −2·x.
    let image = Image(rows: [[0, 10, 20], [60, 100, 200]])
    let twice = try stage(.kernel(Kernel(rows: [[-2]])))
    let expected: [(ResponseView, [UInt8])] = [
      (.clip, [0, 0, 0, 0, 0, 0]), (.abs, [0, 20, 40, 120, 200, 255]),
      (.auto, [0, 20, 40, 120, 200, 255]), (.signed, [128, 118, 108, 68, 28, 0]),
      (.stretch, [255, 242, 230, 178, 128, 0]),
    ]
    for (view, pixels) in expected {
      var options = RenderingOptions()
      options.view = view
      #expect(try written(image, [twice], options).image == .uint8(pixels), "\(view)")
    }
  }

  @Test("diverging is white at zero, blue below and red above")
  func diverging() throws {
    let image = Image(rows: [[0, 100]])
    var options = RenderingOptions()
    options.view = .diverging
    options.bias = -50
    let result = try written(image, [try stage(.kernel(.identity))], options)
    guard case .uint8(let rgb) = result.image else { return }
    #expect(result.info.shape.channels == 3)
    #expect(rgb[2] > rgb[0] + 50 && rgb[3] > rgb[5] + 50)
    options.bias = 0
    options.scale = 0
    #expect(
      try written(image, [try stage(.kernel(.identity))], options).image
        == .uint8([UInt8](repeating: 255, count: 6)))
  }

  @Test("scale and bias make out = scale · response + bias, also in the raw response")
  func scaleAndBias() throws {
    var options = RenderingOptions()
    options.format = .npy
    options.scale = -0.5
    options.bias = 3
    let result = try written(
      Image(rows: [[2, 4], [8, 16]]), [try stage(.kernel(.identity))], options)
    #expect(result.image == .float32([2, 1, -1, -5]))
  }

  @Test("16 bits are 257 times 8 bits")
  func depth() throws {
    var options = RenderingOptions()
    options.depth = 16
    let result = try written(Image(rows: [[0, 1, 255]]), [try stage(.kernel(.identity))], options)
    #expect(result.image == .uint16([0, 257, 65535]))
  }

  @Test("smoothing lets no color out of transparent pixels, and keeps opaque ones")
  func alphaSmoothing() throws {
    // Opaque gray 100 beside fully transparent red.
    let pixels: [[Float]] = (0..<5).map { _ in
      (0..<8).flatMap { $0 < 4 ? [100, 100, 100, 255] : [255, 0, 0, 0] }
    }
    let image = Image(
      shape: ImageShape(height: 5, width: 8, channels: 4), samples: pixels.flatMap { $0 })
    let result = try written(
      image, [try stage(.kernel(.gaussian(sigma: 1.2)))], RenderingOptions(), alpha: true)
    guard case .uint8(let rgba) = result.image else { return }
    for pixel in stride(from: 0, to: rgba.count, by: 4) where rgba[pixel + 3] > 0 {
      #expect(rgba[pixel] == 100 && rgba[pixel + 1] == 100 && rgba[pixel + 2] == 100)
    }
    #expect(rgba[4 * 4 + 3] > 0 && rgba[4 * 4 + 3] < 128)
  }

  @Test("edge filters leave alpha as it was")
  func alphaEdges() throws {
    let image = Image.random(height: 6, width: 7, channels: 4)
    let result = try written(
      image, [try stage(.kernel(.laplacian))], RenderingOptions(), alpha: true)
    guard case .uint8(let rgba) = result.image else { return }
    for pixel in stride(from: 3, to: rgba.count, by: 4) {
      #expect(Float(rgba[pixel]) == image.samples[pixel])
    }
  }

  @Test("a mean in linear light is that of the light, not of the codes")
  func linearLight() throws {
    var options = RenderingOptions()
    options.linear = true
    let image = Image(rows: [[0, 255]])
    let half = try stage(.kernel(Kernel(rows: [[0.5, 0.5]]))) { $0.outputSize = .valid }
    // Half of the light is the code 188 of sRGB.
    #expect(try written(image, [half], options).image == .uint8([188]))
  }

  @Test("gray weighs red, green and blue by 0.299, 0.587 and 0.114")
  func gray() throws {
    var options = RenderingOptions()
    options.gray = true
    options.format = .npy
    let image = Image(
      shape: ImageShape(height: 1, width: 3, channels: 3),
      samples: [200, 0, 0, 0, 200, 0, 0, 0, 200])
    let result = try written(image, [try stage(.kernel(.identity))], options)
    guard case .float32(let samples) = result.image else { return }
    #expect(
      largestDifference(samples.map(Double.init), [59.8, 117.4, 22.8]) < 1e-4)
  }

  @Test("wrap, hysteresis and stretching hold the whole image, and say why")
  func wholeImage() throws {
    let info = reader(Image.random(height: 900, width: 4)).info
    func reason(_ stage: FilterStage, _ view: ResponseView = .auto) throws -> String? {
      var options = RenderingOptions()
      options.view = view
      return try FilterPlan(info: info, chain: FilterChain([stage]), options: options)
        .wholeImageReason
    }
    #expect(try reason(stage(.kernel(.laplacian))) == nil)
    #expect(try reason(stage(.kernel(.laplacian)) { $0.border = .wrap })?.contains("wrap") == true)
    #expect(try reason(stage(.kernel(.laplacian)), .stretch)?.contains("stretch") == true)
    let canny = try stage(.canny(low: 1, high: 2, sigma: nil))
    #expect(try reason(canny)?.contains("hysteresis") == true)
  }
}
