import ConvCore
import ImageCodecs

/// One question that has a known answer, asked of this build on this machine.
public struct SelfCheck: Sendable {
  /// What is checked.
  public let name: String
  /// What was found, in a few words.
  public let finding: String
  /// Whether that is the known answer.
  public let passed: Bool

  /// Asks one question; an error is a wrong answer.
  private init(_ name: String, _ question: () throws -> (finding: String, passed: Bool)) {
    self.name = name
    do { (finding, passed) = try question() } catch { (finding, passed) = ("\(error)", false) }
  }

  /// The whole battery: definitions, borders, methods, instruction sets, threads and files.
  ///
  /// - Parameter threads: How many to compare with one.
  public static func all(threads: Int) -> [SelfCheck] {
    [
      SelfCheck("impulse", impulse), SelfCheck("flat field", flatField),
      SelfCheck("step edge", stepEdge), SelfCheck("borders", borders),
      SelfCheck("pooling", pooling), SelfCheck("methods", methods),
      SelfCheck("instruction sets", instructionSets),
      SelfCheck("threads") { try self.threads(threads) },
      SelfCheck("PNG round trip", pngRoundTrip), SelfCheck("JPEG round trip", jpegRoundTrip),
      SelfCheck("NPY round trip", npyRoundTrip),
    ]
  }

  // MARK: Definitions

  private static let kernels: [(name: String, kernel: Kernel)] = [
    ("laplacian", .laplacian), ("laplacian8", .laplacian8), ("sobel-x", .sobelX),
    ("sobel-y", .sobelY), ("scharr-x", .scharrX), ("roberts-x", .robertsX), ("emboss", .emboss),
    ("sharpen", .sharpen), ("gaussian 1.5", .gaussian(sigma: 1.5)), ("box 5", .box(side: 5)),
    ("gabor", .gabor(sigma: 2, wavelength: 5, angle: 30)),
  ]

  /// The convolution of an impulse is the kernel itself, not its mirror image.
  private static func impulse() throws -> (String, Bool) {
    var worst: Float = 0
    for (name, kernel) in kernels {
      var image = Image(rows: Array(repeating: Array(repeating: 0, count: 41), count: 41))
      image.samples[20 * 41 + 20] = 1
      let response = try SelfCheck.response(image, name, kernel)
      for y in 0..<kernel.size.height {
        for x in 0..<kernel.size.width {
          let found = response[20 - kernel.anchor.y + y, 20 - kernel.anchor.x + x]
          worst = max(worst, abs(found - Float(kernel[y, x])))
        }
      }
    }
    return ("\(kernels.count) kernels answer with themselves within \(worst)", worst < 1e-6)
  }

  /// A flat picture has no edges, and smoothing leaves it as bright as it is.
  private static func flatField() throws -> (String, Bool) {
    let image = Image(rows: Array(repeating: Array(repeating: 200, count: 50), count: 40))
    var worst: Float = 0
    for (name, kernel) in kernels {
      let response = try SelfCheck.response(image, name, kernel)
      let expected = Float(kernel.sum * 200)
      worst = max(worst, response.samples.map { abs($0 - expected) }.max() ?? 0)
    }
    return ("200 × the sum of each kernel within \(worst)", worst < 1e-3)
  }

  /// From 0 to 255: sobel-x answers 0 and 1020 on both sides of the step, −1020 where it falls.
  private static func stepEdge() throws -> (String, Bool) {
    let rising = (0..<20).map { Float($0 < 10 ? 0 : 255) }
    var passed = true
    for (row, answer) in [(rising, Float(1020)), (Array(rising.reversed()), -1020)] {
      let image = Image(rows: Array(repeating: row, count: 12))
      let response = try SelfCheck.response(image, "sobel-x", .sobelX)
      for y in 0..<12 {
        for x in 0..<20 where response[y, x] != (x == 9 || x == 10 ? answer : 0) { passed = false }
      }
    }
    return (
      passed ? "sobel-x: 0 and 1020, and -1020 downhill" : "sobel-x is not 0 and ±1020", passed
    )
  }

  /// The definition itself in double precision: y[m] = Σ h[i] · x[m − (i − a)].
  private static func borders() throws -> (String, Bool) {
    let borders: [Border] = [.zero, .constant(90), .replicate, .symmetric, .reflect101, .wrap]
    let image = noise(height: 9, width: 8, channels: 1)
    var worst = 0.0
    for (name, kernel) in kernels {
      for border in borders {
        var options = FilterOptions()
        options.border = border
        let response = try SelfCheck.response(image, name, kernel, options)
        let expected = convolution(image, kernel, border)
        for (found, exact) in zip(response.samples, expected) {
          worst = max(worst, abs(Double(found) - exact) / (1 + 255 * kernel.absoluteSum))
        }
      }
    }
    return (
      "\(borders.count) borders, \(kernels.count) kernels: the definition within \(Float(worst))",
      worst < 1e-6
    )
  }

  private static func convolution(_ image: Image, _ kernel: Kernel, _ border: Border) -> [Double] {
    let shape = image.shape
    var result: [Double] = []
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        var sum = 0.0
        for i in 0..<kernel.size.height {
          for j in 0..<kernel.size.width {
            let row = border.index(of: y - (i - kernel.anchor.y), count: shape.height)
            let column = border.index(of: x - (j - kernel.anchor.x), count: shape.width)
            var sample = border.outsideValue
            if let row, let column { sample = image[row, column] }
            sum += kernel[i, j] * Double(sample)
          }
        }
        result.append(sum)
      }
    }
    return result
  }

  /// The matrix of many a lecture.
  private static func pooling() throws -> (String, Bool) {
    let image = Image(rows: [[1, 2, 5, 0], [4, 3, 1, 2], [0, 1, 2, 4], [3, 2, 0, 1]])
    let largest = try image.maxPooled(size: Size2D(2)).samples
    let mean = try image.averagePooled(size: Size2D(2)).samples
    return (
      "2×2: largest \(largest.map { Int($0) }), mean \(mean)",
      largest == [4, 5, 3, 4] && mean == [2.5, 2, 1.5, 1.75]
    )
  }

  // MARK: Agreement

  /// Every way to form the sums gives the same, but for the last bits.
  private static func methods() throws -> (String, Bool) {
    let image = noise(height: 60, width: 70, channels: 3)
    var worst: Float = 0
    var names: Set<String> = []
    for (name, kernel) in kernels {
      let direct = try response(image, name, kernel, method: .direct)
      for method in Correlation.Method.allCases {
        // Not every method suits every kernel.
        guard let other = try? response(image, name, kernel, method: method) else { continue }
        names.insert(method.rawValue)
        let reach = Float(255 * kernel.absoluteSum)
        for (a, b) in zip(direct.samples, other.samples) { worst = max(worst, abs(a - b) / reach) }
      }
    }
    return ("\(names.sorted().joined(separator: ", ")) agree within \(worst)", worst < 1e-5)
  }

  private static func response(
    _ image: Image, _ name: String, _ kernel: Kernel, method: Correlation.Method
  ) throws -> Image {
    var options = FilterOptions()
    options.method = method
    return try response(image, name, kernel, options)
  }

  /// Those with fused multiply-add agree to the bit, the portable one but for the last bits.
  private static func instructionSets() throws -> (String, Bool) {
    let image = noise(height: 40, width: 53, channels: 3)
    let names = Engine.available.map(\.name).joined(separator: ", ")
    var worst: Float = 0
    var isExact = true
    for (name, kernel) in kernels {
      let widest = try response(image, name, kernel, engine: .widest)
      for engine in Engine.available {
        let other = try response(image, name, kernel, engine: engine)
        if engine.name != "portable" && other.samples != widest.samples { isExact = false }
        for (a, b) in zip(widest.samples, other.samples) { worst = max(worst, abs(a - b)) }
      }
    }
    return (
      "\(names): \(isExact ? "the fused ones equal to the bit" : "the fused ones differ"), "
        + "all within \(worst)", isExact && worst < 0.01
    )
  }

  private static func threads(_ count: Int) throws -> (String, Bool) {
    let image = noise(height: 300, width: 200, channels: 3)
    let one = try response(image, "gaussian 1.5", .gaussian(sigma: 1.5))
    let all = try response(image, "gaussian 1.5", .gaussian(sigma: 1.5), threads: max(count, 2))
    let agree = one.samples == all.samples
    return ("1 and \(max(count, 2)): \(agree ? "equal to the bit" : "different")", agree)
  }

  // MARK: Files

  private static func pngRoundTrip() throws -> (String, Bool) {
    for type in [SampleType.uint8, .uint16] {
      for channels in 1...4 {
        let samples = integers(type, noise(height: 37, width: 29, channels: channels))
        let info = ImageInfo(
          format: .png, shape: ImageShape(height: 37, width: 29, channels: channels),
          sampleType: type, hasAlpha: channels % 2 == 0)
        guard try roundTrip(info, samples) == samples else {
          return ("\(channels) channels of \(type) come back changed", false)
        }
      }
    }
    return ("1 to 4 channels of 8 and 16 bits come back unchanged", true)
  }

  private static func jpegRoundTrip() throws -> (String, Bool) {
    let shape = ImageShape(height: 64, width: 48, channels: 3)
    let ramp = (0..<shape.count).map { index -> UInt8 in
      let (y, x) = (index / shape.rowLength, index % shape.rowLength / 3)
      return UInt8(4 * x + y)
    }
    let info = ImageInfo(format: .jpeg, shape: shape, sampleType: .uint8, hasAlpha: false)
    guard case .uint8(let back) = try roundTrip(info, .uint8(ramp)) else { return ("", false) }
    let worst = zip(ramp, back).map { abs(Int($0) - Int($1)) }.max() ?? 255
    return ("quality 100: a ramp comes back within \(worst) levels", worst <= 4)
  }

  private static func npyRoundTrip() throws -> (String, Bool) {
    let image = noise(height: 13, width: 17, channels: 5)
    let info = ImageInfo(format: .npy, shape: image.shape, sampleType: .float32, hasAlpha: false)
    let same = try roundTrip(info, .float32(image.samples)) == .float32(image.samples)
    return ("float32 \(same ? "comes back unchanged" : "comes back changed")", same)
  }

  private static func integers(_ type: SampleType, _ image: Image) -> SampleBuffer {
    type == .uint8
      ? .uint8(image.samples.map { UInt8($0) })
      : .uint16(image.samples.map { UInt16($0 * 257) })
  }

  private static func roundTrip(_ info: ImageInfo, _ samples: SampleBuffer) throws -> SampleBuffer {
    try reader(info, samples).readRows(info.shape.height)
  }

  private static func reader(_ info: ImageInfo, _ samples: SampleBuffer) throws -> any ImageReader {
    let sink = MemorySink()
    let writer = try makeWriter(info, to: sink, options: EncodingOptions(jpegQuality: 100))
    try writer.append(try writer.encode(samples, rows: 0..<info.shape.height))
    try writer.finish()
    return try openImage(ByteSource(bytes: sink.bytes))
  }

  // MARK: Parts

  private static func noise(height: Int, width: Int, channels: Int) -> Image {
    var random = SplitMix64(seed: 1)
    let shape = ImageShape(height: height, width: width, channels: channels)
    return Image(shape: shape, samples: (0..<shape.count).map { _ in Float(random.next() >> 56) })
  }

  /// The response as a command would compute it, through file, bands and threads.
  private static func response(
    _ image: Image, _ name: String, _ kernel: Kernel, _ options: FilterOptions = FilterOptions(),
    engine: Engine = .preferred, threads: Int = 1
  ) throws -> Image {
    let info = ImageInfo(format: .npy, shape: image.shape, sampleType: .float32, hasAlpha: false)
    let reader = try reader(info, .float32(image.samples))
    let stage = try FilterStage(name: name, definition: .kernel(kernel), options: options)
    var rendering = RenderingOptions()
    rendering.format = .npy
    let plan = try FilterPlan(
      info: reader.info, chain: FilterChain([stage]), options: rendering, engine: engine)
    return try plan.response(reader: reader, threads: threads)
  }
}
