import ConvCore
import TestSupport
import Testing

@Suite("Convolution against the definition")
struct ConvolutionTests {
  @Test(
    "small images, even, odd and larger kernels, strides and dilations", arguments: Border.examples)
  func sweep(border: Border) throws {
    var seed: UInt64 = 0
    for (height, width) in [(1, 1), (1, 4), (3, 1), (2, 5), (5, 3), (4, 6)] {
      for (kernelHeight, kernelWidth) in [(1, 1), (1, 3), (2, 2), (3, 3), (4, 1), (3, 6), (7, 5)] {
        seed += 1
        let image = Image.random(
          height: height, width: width, channels: seed % 2 == 0 ? 3 : 1, seed: seed)
        let kernel = Kernel.random(height: kernelHeight, width: kernelWidth, seed: seed)
        try expectNaive(
          image, kernel, border, flips: seed % 3 != 0,
          stride: Stride2D(y: 1 + Int(seed % 3), x: 1 + Int(seed / 3 % 3)),
          dilation: 1 + Int(seed / 5 % 3))
      }
    }
  }

  @Test("wide rows reach every tile and every remainder", arguments: [17, 64, 129, 300])
  func wideRows(width: Int) throws {
    let image = Image.random(height: 3, width: width, seed: UInt64(width))
    try expectNaive(image, .random(height: 3, width: 5), .reflect101)
  }

  @Test("valid keeps the windows that fit, whatever the anchor", arguments: [true, false])
  func valid(flips: Bool) throws {
    let image = Image.random(height: 9, width: 11, channels: 2)
    for (height, width) in [(1, 1), (2, 4), (3, 3), (9, 11)] {
      var kernel = Kernel.random(height: height, width: width)
      kernel.anchor = Kernel.Anchor(y: height - 1, x: 0)
      try expectNaive(image, kernel, .zero, flips: flips, valid: true)
    }
  }

  @Test("a kernel that does not fit is refused under valid")
  func validTooLarge() {
    let correlation = Convolution([.random(height: 4, width: 2)], outputSize: .valid)
    #expect(throws: ShapeError.self) {
      try correlation.outputShape(for: ImageShape(height: 3, width: 9, channels: 1))
    }
  }

  @Test("any cell may be the anchor")
  func anchors() throws {
    let image = Image.random(height: 5, width: 7)
    for y in 0..<3 {
      for x in 0..<4 {
        var kernel = Kernel.random(height: 3, width: 4)
        kernel.anchor = Kernel.Anchor(y: y, x: x)
        try expectNaive(image, kernel, .replicate)
        try expectNaive(image, kernel, .replicate, flips: false)
      }
    }
  }

  @Test("an impulse gives back the kernel, and rotated without the flip")
  func impulse() throws {
    var samples = [Float](repeating: 0, count: 7 * 9)
    samples[3 * 9 + 4] = 1
    let image = Image(shape: ImageShape(height: 7, width: 9, channels: 1), samples: samples)
    let kernel = Kernel.random(height: 3, width: 5)
    let convolved = try Convolution([kernel])(image)
    let correlated = try Convolution([kernel], orientation: .correlation)(image)
    for i in 0..<3 {
      for j in 0..<5 {
        #expect(Double(convolved[2 + i, 2 + j]) == kernel[i, j])
        #expect(Double(correlated[2 + i, 2 + j]) == kernel[2 - i, 4 - j])
      }
    }
  }

  @Test("8-bit samples and integer kernels give the same exact sums on every instruction set")
  func exactOnEveryEngine() throws {
    let image = Image.random(height: 6, width: 97, channels: 3)
    let kernel = Kernel.random(height: 5, width: 3)
    let expected = Naive.filtered(image, kernel, border: .symmetric).map { Float($0) }
    for engine in Engine.available {
      let response = try Convolution([kernel], border: .symmetric)(image, engine: engine)
      #expect(response.samples == expected, "\(engine.name)")
    }
  }

  @Test("builds with fused multiply-add give the same bits, the portable one nearly")
  func realOnEveryEngine() throws {
    let image = Image.random(height: 7, width: 150, real: true)
    let kernel = Kernel.random(height: 5, width: 5, real: true)
    let responses = try Engine.available.map { engine in
      (engine.name, try Convolution([kernel])(image, engine: engine).samples)
    }
    let fused = responses.filter { $0.0 != "portable" }
    for response in fused { #expect(response.1 == fused[0].1, "\(response.0)") }
    let scale = 255 * kernel.absoluteSum
    for response in responses {
      let difference = largestDifference(
        response.1.map(Double.init), responses[0].1.map(Double.init), relativeTo: scale)
      #expect(difference <= Tolerance.reordered, "\(response.0)")
    }
  }

  @Test("two passes equal the direct sum, exactly for integers", arguments: Border.examples)
  func separable(border: Border) throws {
    let image = Image.random(height: 6, width: 19, channels: 3)
    let kernel = Kernel(vertical: [1, 4, 6, 4, 1], horizontal: [2, 0, -3])
    for (stride, dilation) in [(Stride2D.one, 1), (Stride2D(y: 2, x: 3), 2)] {
      let direct = Convolution(
        [kernel], border: border, stride: stride, dilation: dilation, method: .direct)
      let passes = Convolution(
        [kernel], border: border, stride: stride, dilation: dilation, method: .separable)
      guard case .factors = passes.plan(for: .float32).algorithm else {
        Issue.record("two passes were not taken")
        return
      }
      #expect(try passes(image).samples == direct(image).samples)
    }
  }

  private func expectNaive(
    _ image: Image, _ kernel: Kernel, _ border: Border, flips: Bool = true, valid: Bool = false,
    stride: Stride2D = .one, dilation: Int = 1
  ) throws {
    let response = try Convolution(
      [kernel], orientation: flips ? .convolution : .correlation, border: border,
      outputSize: valid ? .valid : .same, stride: stride, dilation: dilation)(image)
    let expected = Naive.filtered(
      image, kernel, border: border, flips: flips, valid: valid, stride: stride,
      dilation: dilation)
    #expect(
      response.samples.map(Double.init) == expected,
      "\(image.shape) by \(kernel.size), stride \(stride), dilation \(dilation)")
  }
}
