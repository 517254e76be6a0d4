import ConvCore
import Testing
import TestSupport

/// Every way to form the sums against the definition, on bytes and on floats.
struct FastPathTests {
  private static let sizes = [
    Size2D(height: 1, width: 1), Size2D(height: 3, width: 3), Size2D(height: 2, width: 5),
    Size2D(height: 5, width: 4), Size2D(height: 9, width: 7),
  ]

  @Test("bytes under integer kernels give the exact sums", arguments: Border.examples)
  func integers(border: Border) throws {
    for (index, size) in FastPathTests.sizes.enumerated() {
      let kernel = integerKernel(size, seed: UInt64(index + 1))
      for channels in [1, 3] {
        let image = bytes(height: 7, width: 600, channels: channels)
        let correlation = Convolution([kernel], border: border)
        guard border.outsideByte == nil || correlation.plan(for: .uint8).algorithm == .integer
        else {
          Issue.record("\(size) was not summed in integers")
          return
        }
        let expected = Naive.filtered(image, kernel, border: border)
        for engine in Engine.available {
          let floats = sink(.float32, correlation, image, engine: engine)
          #expect(floats.map(Double.init) == expected, "\(size), \(engine.name)")
          // Elsewhere sums may be half-way values, which go to the even neighbour.
          guard border.outsideByte != nil else { continue }
          var postprocessing = RowSink.Postprocessing()
          postprocessing.absolute = true
          let shown = sink(
            .uint8, correlation, image, postprocessing: postprocessing, engine: engine)
          #expect(shown.map(Double.init) == expected.map { min(abs($0), 255) })
          let clipped = sink(.uint8, correlation, image, engine: engine)
          #expect(clipped.map(Double.init) == expected.map { min(max($0, 0), 255) })
        }
      }
    }
  }

  @Test("integers of a magnitude and of a compass are those of floats")
  func combinations() throws {
    let image = bytes(height: 9, width: 70, channels: 3)
    for (kernels, combination) in [
      (
        [
          Kernel(rows: [[1, 0, -1], [2, 0, -2], [1, 0, -1]]),
          Kernel(rows: [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]),
        ], Convolution.Combination.magnitude
      ),
      (
        [
          Kernel(rows: [[5, 5, 5], [-3, 0, -3], [-3, -3, -3]]),
          Kernel(rows: [[5, -3, -3], [5, 0, -3], [5, -3, -3]]),
          Kernel(rows: [[-3, -3, 5], [-3, 0, 5], [-3, -3, 5]]),
        ], .maximum
      ),
    ] {
      let correlation = Convolution(kernels, combination: combination)
      #expect(correlation.plan(for: .uint8).algorithm == .integer)
      #expect(sink(.float32, correlation, image) == (try correlation(image).samples))
    }
  }

  @Test("sums past 16 bits are left to floats, which are exact as well")
  func largeIntegers() throws {
    let kernel = Kernel(rows: [[100, -29], [0, 3]])
    let correlation = Convolution([kernel])
    #expect(correlation.plan(for: .uint8).algorithm != .integer)
    let image = bytes(height: 5, width: 40, channels: 1)
    let expected = Naive.filtered(image, kernel, border: .replicate)
    #expect(sink(.float32, correlation, image).map(Double.init) == expected)
  }

  @Test("dense kernels in tiles of rows equal the definition", arguments: Border.examples)
  func tiles(border: Border) throws {
    for (height, width) in [(1, 3), (6, 5), (11, 150)] {
      for kernelHeight in 1...6 {
        let size = Size2D(height: kernelHeight, width: 7 - kernelHeight)
        let kernel = fractionalKernel(size, seed: UInt64(kernelHeight))
        let correlation = Convolution([kernel], border: border, method: .direct)
        #expect(correlation.plan(for: .float32).algorithm == .tile)
        try expectNaive(correlation, kernel, height, width, border)
      }
    }
  }

  @Test("kernels of rank 1 to 4 are applied in passes", arguments: 1...4)
  func lowRank(rank: Int) throws {
    let kernel = kernel(ofRank: rank, Size2D(height: 9, width: 11))
    let correlation = Convolution([kernel], border: .symmetric, method: .separable)
    guard case .factors(let factors) = correlation.plan(for: .float32).algorithm else {
      Issue.record("rank \(rank) was not split")
      return
    }
    #expect(factors.count == rank)
    try expectNaive(correlation, kernel, 13, 90, .symmetric)
  }

  @Test("a kernel of full rank is not split")
  func fullRank() {
    let kernel = fractionalKernel(Size2D(9), seed: 5)
    #expect(!Convolution([kernel]).methods.contains(.separable))
  }

  @Test("boxes by sliding sums equal the definition", arguments: Border.examples)
  func boxes(border: Border) throws {
    for size in [
      Size2D(height: 15, width: 15), Size2D(height: 20, width: 7), Size2D(height: 3, width: 31),
    ] {
      let cells = size.height * size.width
      let kernel = Kernel(
        size: size, coefficients: [Double](repeating: 1 / Double(cells), count: cells))
      for (channels, width) in [(1, 5), (3, 300)] {
        let image = bytes(height: 25, width: width, channels: channels)
        let correlation = Convolution([kernel], border: border, method: .separable)
        let expected = Naive.filtered(image, kernel, border: border)
        for engine in Engine.available {
          let found = sink(.float32, correlation, image, engine: engine)
          #expect(
            largestDifference(found.map(Double.init), expected, relativeTo: 255)
              <= Tolerance.reordered, "\(size), \(engine.name)")
        }
      }
    }
  }

  @Test("boxes of bytes in 16 bits are those of 32, rounded", arguments: [0.013, 1, 255])
  func byteBoxes(gain: Double) throws {
    // Widths that are joined in every way, ties, and values past 255.
    for (height, width) in (1...17).map({ (11, $0) }) + [(1, 101), (15, 15), (2, 128), (257, 1)] {
      let cells = height * width
      let value = gain == 1 ? 1 / Double(cells) : gain
      let kernel = Kernel(
        size: Size2D(height: height, width: width),
        coefficients: [Double](repeating: value, count: cells))
      for (channels, columns) in [(1, 1100), (3, 30)] {
        let image = bytes(height: 2, width: columns, channels: channels)
        let correlation = Convolution([kernel], border: .symmetric, method: .separable)
        #expect(correlation.plan(for: .uint8).algorithm == .box)
        let expected = sink(.float32, correlation, image).map {
          min(max($0, 0), 255).rounded(.toNearestOrEven)
        }
        for engine in Engine.available {
          #expect(
            sink(.uint8, correlation, image, engine: engine) == expected,
            "\(height)×\(width), \(engine.name)")
        }
      }
    }
  }

  @Test("large kernels in the frequency domain equal the definition", arguments: Border.examples)
  func fourier(border: Border) throws {
    try expectTransformed(Size2D(height: 6, width: 9), channels: 1, width: 700, border)
    try expectTransformed(Size2D(height: 9, width: 4), channels: 3, width: 40, border)
    try expectTransformed(Size2D(height: 1, width: 1), channels: 2, width: 5, border)
    try expectTransformed(Size2D(height: 20, width: 17), channels: 1, width: 30, border)
  }

  @Test(
    "transforms of every length equal the definition",
    arguments: [
      Size2D(height: 3, width: 3), Size2D(height: 70, width: 2), Size2D(height: 130, width: 1),
      Size2D(height: 300, width: 1), Size2D(height: 1, width: 31), Size2D(height: 1, width: 140),
      Size2D(height: 2, width: 300),
    ])
  func fourierLengths(size: Size2D) throws {
    // Two channels go through a transform together, and so do the halves of a row of tiles.
    try expectTransformed(size, channels: 2, width: 130, .reflect101)
    try expectTransformed(size, channels: 1, width: 240, .replicate)
  }

  private func expectTransformed(
    _ size: Size2D, channels: Int, width: Int, _ border: Border
  ) throws {
    let kernel = fractionalKernel(size, seed: 3)
    let image = Image.random(height: 45, width: width, channels: channels)
    let correlation = Convolution([kernel], border: border, method: .fft)
    guard case .fourier = correlation.plan(for: .float32).algorithm else {
      Issue.record("\(size) was not transformed")
      return
    }
    let expected = Naive.filtered(image, kernel, border: border)
    let largest = expected.map(abs).max() ?? 1
    for engine in Engine.available {
      let found = try correlation(image, engine: engine).samples.map(Double.init)
      #expect(
        largestDifference(found, expected, relativeTo: largest) <= Tolerance.transformed,
        "\(size) on \(image.shape), \(engine.name)")
    }
  }

  @Test("tiles of the frequency domain do not depend on where bands are cut")
  func fourierBands() throws {
    let kernel = fractionalKernel(Size2D(height: 7, width: 5), seed: 9)
    let image = Image.random(height: 61, width: 50, channels: 1)
    let correlation = Convolution([kernel], border: .reflect101, method: .fft)
    let whole = try correlation(image).samples
    let strip = image.strip
    for engine in Engine.available.dropFirst() {
      var parts: [Float] = []
      for rows in [0..<1, 1..<30, 30..<61] {
        let needed = correlation.inputRows(for: rows, of: image.shape)
        let band = ImageRows(
          shape: image.shape, rows: needed,
          samples: Array(
            strip.samples[strip.offset(ofRow: needed.lowerBound)..<needed.upperBound * 50]))
        parts += correlation.apply(to: band, rows: rows, engine: engine).samples
      }
      #expect(parts == whole, "\(engine.name)")
    }
  }

  @Test("integer kernels stay exact: the frequency domain is for those who ask")
  func exactness() {
    let kernel = integerKernel(Size2D(31), seed: 4)
    guard case .fourier = Convolution([kernel]).plan(for: .uint8).algorithm else {
      let asked = Convolution([kernel], method: .fft).plan(for: .uint8).algorithm
      guard case .fourier = asked else {
        Issue.record("fft was asked for")
        return
      }
      return
    }
    Issue.record("sums are not exact")
  }

  @Test("medians of bytes are those of floats", arguments: [3, 5, 7, 9])
  func medians(side: Int) throws {
    // Wider than a block, a few columns at the borders, and narrower than the window.
    for (channels, width) in [(1, 1300), (3, 200), (1, 2)] {
      let image = bytes(height: 11, width: width, channels: channels)
      for border in Border.examples where border.outsideByte != nil {
        let filter = MedianFilter(side: side, border: border)
        let expected = try filter(image).samples
        for engine in Engine.available {
          #expect(
            sink(.uint8, filter, image, engine: engine) == expected, "\(engine.name), \(border)")
        }
      }
    }
  }

  @Test("medians by histograms are the middle of the sorted window", arguments: [31, 181, 255])
  func largeMedians(side: Int) {
    // Two values, one value, and all values.
    let cases: [(Int, Int, ClosedRange<UInt8>)] = [
      (3, 40, 0...1), (4, 9, 7...7), (2, 600, 0...255),
    ]
    for (height, width, values) in cases {
      let image = bytes(height: height, width: width, channels: 1, in: values)
      let filter = MedianFilter(side: side, border: .replicate)
      let filtered = sink(.uint8, filter, image)
      for place in stride(from: 0, to: filtered.count, by: 13) {
        let expected = naiveMedian(image, place / width, place % width, extent: side / 2)
        #expect(filtered[place] == expected, "\(height)×\(width), place \(place)")
      }
    }
  }

  /// The middle of the window, by counting the values in it.
  private func naiveMedian(_ image: Image, _ y: Int, _ x: Int, extent: Int) -> Float {
    let (height, width) = (image.shape.height, image.shape.width)
    var counts = [Int](repeating: 0, count: 256)
    for i in y - extent...y + extent {
      let row = min(max(i, 0), height - 1) * width
      for j in x - extent...x + extent {
        counts[Int(image.samples[row + min(max(j, 0), width - 1)])] += 1
      }
    }
    let side = 2 * extent + 1
    var below = 0
    for value in 0...255 {
      below += counts[value]
      if below > side * side / 2 { return Float(value) }
    }
    return .nan
  }

  @Test("medians and boxes do not depend on where bands are cut", arguments: [3, 9])
  func byteBands(side: Int) throws {
    let image = bytes(height: 40, width: 33, channels: 3)
    let box = Kernel(
      size: Size2D(side),
      coefficients: [Double](repeating: 1 / Double(side * side), count: side * side))
    for operation: any SampleOperation in [
      MedianFilter(side: side, border: .constant(7)),
      Convolution([box], border: .reflect101, method: .separable),
    ] {
      let whole = sink(.uint8, operation, image)
      var parts: [Float] = []
      for rows in [0..<7, 7..<8, 8..<29, 29..<40] {
        let needed = operation.inputRows(for: rows, of: image.shape)
        let middle = (needed.lowerBound + needed.upperBound) / 2
        let bands = [needed.lowerBound..<middle, middle..<needed.upperBound].map { part in
          RowBand(
            rows: part,
            samples: .uint8(
              image.samples[part.lowerBound * 99..<part.upperBound * 99].map { UInt8($0) }))
        }
        var sink = RowSink(.uint8, rowLength: 99, rows: rows.count)
        operation.apply(
          to: RowSource(shape: image.shape, bands: bands), rows: rows, into: &sink,
          engine: .preferred)
        parts += values(of: sink, rows: rows.count)
      }
      #expect(parts == whole)
    }
  }

  @Test("bytes under kernels of fractions become rounded sums", arguments: Border.examples)
  func roundedBytes(border: Border) throws {
    let kernels = [
      fractionalKernel(Size2D(3), seed: 4), kernel(ofRank: 1, Size2D(height: 5, width: 7)),
      kernel(ofRank: 2, Size2D(height: 7, width: 9)),
    ]
    for kernel in kernels.map({ $0.scaled(toSum: 1.3) }) {
      for (width, channels) in [(2, 1), (300, 1), (90, 3)] {
        let image = bytes(height: 9, width: width, channels: channels)
        let expected = Naive.filtered(image, kernel, border: border)
        let correlation = Convolution([kernel], border: border)
        for engine in Engine.available {
          let floats = sink(.float32, correlation, image, engine: engine)
          #expect(
            largestDifference(floats.map(Double.init), expected, relativeTo: 255)
              <= Tolerance.reordered, "\(kernel.size), \(engine.name)")
          let shown = sink(.uint8, correlation, image, engine: engine)
          #expect(shown == floats.map { min(max($0.rounded(.toNearestOrEven), 0), 255) })
        }
      }
    }
  }

  @Test("rows in several bands are the rows of one", arguments: 0...2)
  func bands(index: Int) throws {
    let image = bytes(height: 40, width: 33, channels: 1)
    let kernels = [
      fractionalKernel(Size2D(5), seed: 2), integerKernel(Size2D(3), seed: 3),
      kernel(ofRank: 1, Size2D(7)),
    ]
    let correlation = Convolution([kernels[index]])
    let whole = sink(.float32, correlation, image)
    var parts: [Float] = []
    for rows in [0..<7, 7..<8, 8..<29, 29..<40] {
      let needed = correlation.inputRows(for: rows, of: image.shape)
      let middle = (needed.lowerBound + needed.upperBound) / 2
      let bands = [needed.lowerBound..<middle, middle..<needed.upperBound].map { part in
        RowBand(
          rows: part,
          samples: .uint8(
            image.samples[part.lowerBound * 33..<part.upperBound * 33].map { UInt8($0) }))
      }
      var sink = RowSink(.float32, rowLength: 33, rows: rows.count)
      correlation.apply(
        to: RowSource(shape: image.shape, bands: bands), rows: rows, into: &sink,
        engine: .preferred)
      parts += values(of: sink, rows: rows.count)
    }
    #expect(parts == whole)
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
        correlation.apply(
          to: RowSource(
            shape: image.shape, bands: [RowBand(rows: 0..<1, samples: samples(image, type))]),
          rows: 0..<1, into: &sink, engine: .preferred)
        // Responses 255, −510, 265, −10.
        #expect(sink.range == -510...265)
        #expect(sink.clipped == (absolute ? 2 : 3))
      }
    }
  }

  // MARK: Helpers

  private func expectNaive(
    _ correlation: Convolution, _ kernel: Kernel, _ height: Int, _ width: Int, _ border: Border
  ) throws {
    let image = Image.random(height: height, width: width, channels: 2)
    let expected = Naive.filtered(image, kernel, border: border)
    for engine in Engine.available {
      let found = try correlation(image, engine: engine).samples.map(Double.init)
      let scale = kernel.absoluteSum * (expected.map(abs).max() ?? 1)
      #expect(
        largestDifference(found, expected, relativeTo: scale) <= Tolerance.reordered,
        "\(height)×\(width) by \(kernel.size), \(engine.name)")
    }
  }

  private func sink(
    _ target: RowSink.Target, _ operation: any SampleOperation, _ image: Image,
    postprocessing: RowSink.Postprocessing = RowSink.Postprocessing(), engine: Engine = .preferred
  ) -> [Float] {
    var sink = RowSink(
      target, postprocessing: postprocessing, rowLength: image.shape.rowLength,
      rows: image.shape.height)
    let band = RowBand(rows: 0..<image.shape.height, samples: samples(image, .uint8))
    operation.apply(
      to: RowSource(shape: image.shape, bands: [band]), rows: 0..<image.shape.height, into: &sink,
      engine: engine)
    return values(of: sink, rows: image.shape.height)
  }

  private func values(of sink: RowSink, rows: Int) -> [Float] {
    (0..<rows).flatMap { row in (0..<sink.rowLength).map { sink[row, $0] } }
  }

  private func samples(_ image: Image, _ type: SampleType) -> SampleBuffer {
    type == .uint8 ? .uint8(image.samples.map { UInt8($0) }) : .float32(image.samples)
  }

  private func bytes(
    height: Int, width: Int, channels: Int, in range: ClosedRange<UInt8> = 0...255
  ) -> Image {
    var generator = SplitMix64(seed: UInt64(height * width))
    return Image(
      shape: ImageShape(height: height, width: width, channels: channels),
      samples: (0..<height * width * channels).map { _ in
        Float(UInt8.random(in: range, using: &generator))
      })
  }

  private func integerKernel(_ size: Size2D, seed: UInt64) -> Kernel {
    var generator = SplitMix64(seed: seed)
    return Kernel(
      size: size,
      coefficients: (0..<size.height * size.width).map { _ in
        Double(Int.random(in: -3...3, using: &generator))
      })
  }

  private func fractionalKernel(_ size: Size2D, seed: UInt64) -> Kernel {
    var generator = SplitMix64(seed: seed)
    return Kernel(
      size: size,
      coefficients: (0..<size.height * size.width).map { _ in
        Double.random(in: 0.1...1, using: &generator)
      })
  }

  /// A kernel of sums of outer products.
  private func kernel(ofRank rank: Int, _ size: Size2D) -> Kernel {
    let terms = (0..<rank).map { term -> [Double] in
      let vertical = fractionalKernel(
        Size2D(height: size.height, width: 1), seed: UInt64(term + 10))
      let horizontal = fractionalKernel(
        Size2D(height: 1, width: size.width), seed: UInt64(term + 20))
      return vertical.coefficients.flatMap { v in horizontal.coefficients.map { v * $0 } }
    }
    return Kernel(
      size: size,
      coefficients: (0..<size.height * size.width).map { index in
        terms.reduce(0) { $0 + $1[index] }
      })
  }
}

extension Border {
  /// The value outside the image where the border has one that a byte holds, or any.
  fileprivate var outsideByte: UInt8? { UInt8(exactly: outsideValue) }
}

extension Kernel {
  fileprivate func scaled(toSum sum: Double) -> Kernel {
    let total = coefficients.reduce(0, +)
    return Kernel(size: size, coefficients: coefficients.map { $0 / total * sum })
  }
}
