import ConvCore
import ImageCodecs
import ImageFilters

/// One row of the benchmark: an operation, and a check of its result.
struct BenchRow: Sendable {
  /// The name in `--rows`.
  let name: String
  /// The bytes to read and write per pixel.
  let bytes: Double
  /// The multiply-adds per pixel in the definition; 0 for operations that are not convolutions.
  let products: Double
  /// Creates the operation on a picture, with preallocated output.
  let prepare: @Sendable (BenchPicture) throws -> BenchOperation
  /// Compares the output with a plain computation.
  let check: @Sendable (BenchOperation, BenchPicture) throws -> Void

  static let filters: [BenchRow] =
    [
      linear("laplacian-u8-gray", .laplacian, .bytes, .uint8, absolute: true),
      linear("laplacian-u8-rgb", .laplacian, .colors, .uint8, absolute: true),
      linear("laplacian-u8-s16", .laplacian, .bytes, .int16),
      linear("sobelx-u8-s16", .sobelX, .bytes, .int16),
      linear("random3-u8", random(3), .bytes, .uint8),
    ]
    + [3, 5, 7, 11, 15, 31].map { linear("random\($0)-f32", random($0), .floats, .float32) }
    + [101].map { linear("random\($0)-f32", random($0), .floats, .float32) }
    + [
      linear("gaussian1.1-u8", gaussian(1.1, radius: 2), .bytes, .uint8),
      linear("gaussian3-u8", gaussian(3, radius: 9), .bytes, .uint8),
      linear("gaussian3-f32", gaussian(3, radius: 9), .floats, .float32),
      linear("box15-u8", .box(side: 15), .bytes, .uint8),
      canny, median(3), median(5), median(9),
    ]

  static let pools: [BenchRow] = [
    pooling("maxpool2-f32", .maximum), pooling("avgpool2-f32", .average),
  ]

  /// The variants of the picture.
  enum Source: String, CaseIterable {
    case bytes = "u8"
    case colors = "rgb"
    case words = "u16"
    case floats = "f32"
  }

  private static func linear(
    _ name: String, _ kernel: Kernel, _ source: Source, _ target: RowSink.Target,
    absolute: Bool = false
  ) -> BenchRow {
    let channels = source == .colors ? 3.0 : 1
    let cells = Double(kernel.coefficients.count { $0 != 0 })
    return BenchRow(
      name: name, bytes: channels * (source.byteCount + target.byteCount),
      products: channels * cells,
      prepare: { picture in
        try source.operation(
          .kernel(kernel), on: picture, view: absolute ? .abs : .clip, target: target)
      },
      check: { result, picture in
        try BenchCheck(name: name, source: source, picture: picture)
          .linear(result, kernel, target, absolute: absolute)
      })
  }

  private static func median(_ side: Int) -> BenchRow {
    BenchRow(
      name: "median\(side)-u8", bytes: 2, products: 0,
      prepare: { picture in
        try Source.bytes.operation(.median(side), on: picture, target: .uint8)
      },
      check: { result, picture in
        try BenchCheck(name: "median\(side)-u8", source: .bytes, picture: picture)
          .median(result, side: side)
      })
  }

  private static let canny = BenchRow(
    name: "canny-u8", bytes: 2, products: 0,
    prepare: { picture in
      try Source.bytes.operation(
        .canny(low: 50, high: 150, sigma: nil), on: picture, target: .uint8)
    },
    check: { result, picture in
      try BenchCheck(name: "canny-u8", source: .bytes, picture: picture)
        .canny(result, low: 50, high: 150)
    })

  private static func pooling(_ name: String, _ kind: Pooling.Kind) -> BenchRow {
    BenchRow(
      name: name, bytes: 5, products: 0,
      prepare: { picture in
        try Source.floats.operation(
          Pooling(kind, size: Size2D(2)), on: picture, target: .float32)
      },
      check: { result, picture in
        try BenchCheck(name: name, source: .floats, picture: picture).pooling(result, kind)
      })
  }

  /// A kernel of full rank, equal in every run.
  private static func random(_ side: Int) -> Kernel {
    var generator = SplitMix64(seed: UInt64(side))
    return Kernel(
      size: Size2D(side),
      coefficients: (0..<side * side).map { _ in
        (0..<3).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) }
      })
  }

  /// A Gaussian cut off at a radius, as for the other tools in comparisons.
  private static func gaussian(_ sigma: Double, radius: Int) -> Kernel {
    let full = Kernel.gaussian(sigma: sigma)
    let middle = full.anchor.y
    let samples = (middle - radius...middle + radius).map { full[$0, middle] }
    let sum = samples.reduce(0, +)
    let row = samples.map { $0 / sum }
    return Kernel(vertical: row, horizontal: row)
  }
}

extension BenchRow.Source {
  var byteCount: Double {
    switch self {
    case .bytes, .colors: 1
    case .words: 2
    case .floats: 4
    }
  }

  func shape(_ picture: BenchPicture) -> ImageShape {
    self == .colors ? picture.colorShape : picture.shape
  }

  func samples(_ picture: BenchPicture) -> SampleBuffer {
    switch self {
    case .bytes: .uint8(picture.bytes)
    case .colors: .uint8(picture.colors)
    case .words: .uint16(picture.words)
    case .floats: .float32(picture.floats)
    }
  }

  /// Plans a filter like a command does, on a picture in memory.
  func operation(
    _ filter: any ImageFilter, on picture: BenchPicture, view: ResponseView = .clip,
    target: RowSink.Target
  ) throws -> BenchOperation {
    let samples = samples(picture)
    let info = ImageInfo(
      format: self == .floats ? .npy : .png, shape: shape(picture), sampleType: samples.type,
      hasAlpha: false)
    var options = RenderingOptions()
    options.format = target == .float32 ? .npy : .png
    options.view = view
    let stage = try FilterStage(name: "bench", filter: filter)
    let plan = try FilterPlan(info: info, chain: FilterChain([stage]), options: options)
    return BenchOperation(plan, on: samples, target: target)
  }

  /// One sample of the picture.
  func value(_ picture: BenchPicture, _ index: Int) -> Double {
    switch self {
    case .bytes: Double(picture.bytes[index])
    case .colors: Double(picture.colors[index])
    case .words: Double(picture.words[index])
    case .floats: Double(picture.floats[index])
    }
  }
}

extension RowSink.Target {
  fileprivate var byteCount: Double {
    switch self {
    case .uint8: 1
    case .uint16, .int16: 2
    case .float32: 4
    }
  }
}
