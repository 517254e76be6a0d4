import ConvCore

/// The checks of ``SelfCheck``, run on a ``CheckSubject``.
package struct CheckBattery {
  let subject: CheckSubject

  /// Creates the checks.
  ///
  /// - Parameter subject: The functions to check.
  package init(subject: CheckSubject) { self.subject = subject }

  /// Runs every check.
  ///
  /// - Parameter threads: The number of threads whose result is compared with that of one thread.
  /// - Returns: A result for each check, in the order that they are printed.
  package func answers(threads: Int) -> [SelfCheck] {
    [
      ask("impulse", impulse), ask("flat field", flatField), ask("step edge", stepEdge),
      ask("borders", borders), ask("pooling", pooling), ask("methods", methods),
      ask("instruction sets", instructionSets), ask("threads") { try self.threads(threads) },
      ask("PNG round trip", pngRoundTrip), ask("JPEG round trip", jpegRoundTrip),
      ask("NPY round trip", npyRoundTrip), ask("other formats", otherRoundTrips),
    ]
  }

  /// Runs one check; an error counts as a failure.
  private func ask(
    _ name: String, _ question: () throws -> (finding: String, passed: Bool)
  ) -> SelfCheck {
    do {
      let (finding, passed) = try question()
      return SelfCheck(name: name, finding: finding, passed: passed)
    } catch {
      return SelfCheck(name: name, finding: "\(error)", passed: false)
    }
  }

  // MARK: Definitions

  private static let kernels: [(name: String, kernel: Kernel)] = [
    ("laplacian", .laplacian), ("laplacian8", .laplacian8), ("sobel-x", .sobelX),
    ("sobel-y", .sobelY), ("scharr-x", .scharrX), ("roberts-x", .robertsX), ("emboss", .emboss),
    ("sharpen", .sharpen), ("gaussian 1.5", .gaussian(sigma: 1.5)), ("box 5", .box(side: 5)),
    ("gabor", .gabor(sigma: 2, wavelength: 5, angle: 30)),
  ]

  /// The convolution of an impulse is the kernel itself, not its mirror image.
  private func impulse() throws -> (String, Bool) {
    var worst: Float = 0
    for (name, kernel) in CheckBattery.kernels {
      var image = Image(rows: Array(repeating: Array(repeating: 0, count: 41), count: 41))
      image.samples[20 * 41 + 20] = 1
      let response = try response(image, name, kernel)
      for y in 0..<kernel.size.height {
        for x in 0..<kernel.size.width {
          let found = response[20 - kernel.anchor.y + y, 20 - kernel.anchor.x + x]
          worst = max(worst, abs(found - Float(kernel[y, x])))
        }
      }
    }
    return (
      "\(CheckBattery.kernels.count) kernels answer with themselves within \(worst)", worst < 1e-6
    )
  }

  /// A flat picture has no edges, and smoothing keeps its brightness.
  private func flatField() throws -> (String, Bool) {
    let image = Image(rows: Array(repeating: Array(repeating: 200, count: 50), count: 40))
    var worst: Float = 0
    for (name, kernel) in CheckBattery.kernels {
      let response = try response(image, name, kernel)
      let expected = Float(kernel.sum * 200)
      worst = max(worst, response.samples.map { abs($0 - expected) }.max() ?? 0)
    }
    return ("200 × the sum of each kernel within \(worst)", worst < 1e-3)
  }

  /// A step from 0 to 255: the sobel-x response is 1020 on both sides of the step and 0 elsewhere.
  ///
  /// The response to a falling step is −1020.
  private func stepEdge() throws -> (String, Bool) {
    let rising = (0..<20).map { Float($0 < 10 ? 0 : 255) }
    var passed = true
    for (row, answer) in [(rising, Float(1020)), (Array(rising.reversed()), -1020)] {
      let image = Image(rows: Array(repeating: row, count: 12))
      let response = try response(image, "sobel-x", .sobelX)
      for y in 0..<12 {
        for x in 0..<20 where response[y, x] != (x == 9 || x == 10 ? answer : 0) { passed = false }
      }
    }
    return (
      passed ? "sobel-x: 0 and 1020, and -1020 downhill" : "sobel-x is not 0 and ±1020", passed
    )
  }

  /// Compares with the definition in double precision: y[m] = Σ h[i] · x[m − (i − a)].
  private func borders() throws -> (String, Bool) {
    let image = CheckBattery.noise(height: 9, width: 8, channels: 1)
    var worst = 0.0
    for (name, kernel) in CheckBattery.kernels {
      for border in Border.everyKind {
        var options = FilterOptions()
        options.border = border
        let response = try response(image, name, kernel, options)
        let expected = CheckBattery.convolution(image, kernel, border)
        for (found, exact) in zip(response.samples, expected) {
          worst = max(worst, abs(Double(found) - exact) / (1 + 255 * kernel.absoluteSum))
        }
      }
    }
    return (
      "\(Border.everyKind.count) borders, \(CheckBattery.kernels.count) kernels: the definition within \(Float(worst))",
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

  /// Pools the 4×4 matrix of many lectures.
  private func pooling() throws -> (String, Bool) {
    let image = Image(rows: [[1, 2, 5, 0], [4, 3, 1, 2], [0, 1, 2, 4], [3, 2, 0, 1]])
    let largest = try subject.maxPooled(image, Size2D(2)).samples
    let mean = try subject.averagePooled(image, Size2D(2)).samples
    return (
      "2×2: largest \(largest.map { Int($0) }), mean \(mean)",
      largest == [4, 5, 3, 4] && mean == [2.5, 2, 1.5, 1.75]
    )
  }

  // MARK: Agreement

  /// All summation methods agree except for the last bits.
  private func methods() throws -> (String, Bool) {
    let image = CheckBattery.noise(height: 60, width: 70, channels: 3)
    var worst: Float = 0
    var names: Set<String> = []
    for (name, kernel) in CheckBattery.kernels {
      let direct = try response(image, name, kernel, method: .direct)
      for method in Convolution.Method.allCases {
        // A method throws when it does not support the kernel.
        guard let other = try? response(image, name, kernel, method: method) else { continue }
        names.insert(method.rawValue)
        let reach = Float(255 * kernel.absoluteSum)
        for (a, b) in zip(direct.samples, other.samples) { worst = max(worst, abs(a - b) / reach) }
      }
    }
    return ("\(names.sorted().joined(separator: ", ")) agree within \(worst)", worst < 1e-5)
  }

  private func response(
    _ image: Image, _ name: String, _ kernel: Kernel, method: Convolution.Method
  ) throws -> Image {
    var options = FilterOptions()
    options.method = method
    return try response(image, name, kernel, options)
  }

  /// Builds with fused multiply-add agree exactly, the portable build except for the last bits.
  private func instructionSets() throws -> (String, Bool) {
    let image = CheckBattery.noise(height: 40, width: 53, channels: 3)
    let names = Engine.available.map(\.name).joined(separator: ", ")
    var worst: Float = 0
    var isExact = true
    for (name, kernel) in CheckBattery.kernels {
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

  private func threads(_ count: Int) throws -> (String, Bool) {
    let image = CheckBattery.noise(height: 300, width: 200, channels: 3)
    let one = try response(image, "gaussian 1.5", .gaussian(sigma: 1.5))
    let all = try response(image, "gaussian 1.5", .gaussian(sigma: 1.5), threads: max(count, 2))
    let agree = one.samples == all.samples
    return ("1 and \(max(count, 2)): \(agree ? "equal to the bit" : "different")", agree)
  }

  // MARK: Parts

  static func noise(height: Int, width: Int, channels: Int) -> Image {
    var random = SplitMix64(seed: 1)
    let shape = ImageShape(height: height, width: width, channels: channels)
    return Image(shape: shape, samples: (0..<shape.count).map { _ in Float(random.next() >> 56) })
  }

  private func response(
    _ image: Image, _ name: String, _ kernel: Kernel, _ options: FilterOptions = FilterOptions(),
    engine: Engine = .preferred, threads: Int = 1
  ) throws -> Image {
    try subject.response(
      CheckSubject.Question(
        image: image, name: name, kernel: kernel, options: options, engine: engine,
        threads: threads))
  }
}
