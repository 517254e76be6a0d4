import ConvCore
import ImageCodecs
import Synchronization

// If a filter needs rows from anywhere, the image is read into memory first. Each filter of the
// chain then computes its rows in stripes on all threads before the next filter begins.

extension FilterPlan {
  /// Computes the response of the whole image, cut into bands.
  ///
  /// - Throws: ``CodecError`` of the reader.
  func wholeResponse(_ reader: any ImageReader, threads: Int) throws -> [ImageRows] {
    if usesSinks {
      let (input, last) = try wholeLast(reader, threads: threads)
      return try BandPipeline(threads: threads).collect(bands) { rows in
        response(of: last, to: input, rows: rows)
      }
    }
    var image = try wholeInput(reader, threads: threads)
    for (index, stage) in chain.stages.enumerated() {
      image = try whole(stage, of: image, index: index, threads: threads)
    }
    let last = layouts[layouts.count - 1]
    return try BandPipeline(threads: threads).collect(bands) {
      [image] rows in
      rendering.scaled(image.cut(to: rows), hasAlpha: last.hasAlpha, engine: engine)
    }
  }

  /// Runs all filters but the last, and prepares the last filter for its input.
  ///
  /// - Precondition: ``usesSinks``.
  /// - Throws: ``CodecError`` of the reader.
  func wholeLast(
    _ reader: any ImageReader, threads: Int
  ) throws -> (input: RowSource, operation: any SampleOperation) {
    let samples =
      readsDirectly
      ? try wholeSamples(reader) : RowSource(try wholeInput(reader, threads: threads))
    return try last(on: samples, threads: threads)
  }

  /// Runs all filters but the last on a whole image, and prepares the last filter for its input.
  package func last(
    on samples: RowSource, threads: Int
  ) throws -> (input: RowSource, operation: any SampleOperation) {
    var engine = engine
    engine.wholeImageThreads = threads
    var input = samples
    for index in 0..<chain.stages.count - 1 {
      let operation = operation(index).prepared(for: input, engine: engine)
      let height = layouts[index + 1].shape.height
      let parts = try BandPipeline(threads: threads).collect(stripes(of: height, 4 * threads)) {
        [input] rows in
        intermediate(of: operation, index: index, rows: rows, from: input, self.engine)
      }
      input = RowSource(joining: parts)
    }
    return (input, operation(chain.stages.count - 1).prepared(for: input, engine: engine))
  }

  /// Reads all samples of a file, in one band.
  private func wholeSamples(_ reader: any ImageReader) throws -> RowSource {
    let shape = reader.info.shape
    let samples = try reader.readRows(shape.height)
    return RowSource(
      shape: shape, bands: [RowBand(rows: 0..<shape.height, samples: samples)])
  }

  private func wholeInput(_ reader: any ImageReader, threads: Int) throws -> ImageRows {
    let height = reader.info.shape.height
    let next = Mutex(0)
    let parts = try BandPipeline(threads: threads).collect {
      try next.withLock { row -> RowBand? in
        guard row < height else { return nil }
        let rows = row..<min(row + max(bandRows, 16), height)
        row = rows.upperBound
        return RowBand(rows: rows, samples: try reader.readRows(rows.count))
      }
    } transform: { band in
      preparation.strip(rows: band.rows, from: [band], engine: engine)
    }
    return ImageRows(joining: parts, shape: layouts[0].shape)
  }

  private func whole(
    _ stage: FilterStage, of image: ImageRows, index: Int, threads: Int
  ) throws -> ImageRows {
    let shape = layouts[index + 1].shape
    // Some filters process the whole image for any row. For other filters, each stripe costs a pass
    // over alpha, if there is alpha.
    let count = stage.isIndivisible ? 1 : 4 * threads
    let parts = try BandPipeline(threads: threads).collect(stripes(of: shape.height, count)) {
      rows in
      var engine = engine
      if count == 1 { engine.wholeImageThreads = threads }
      return stage.apply(
        to: image, rows: rows, hasAlpha: layouts[index].hasAlpha, engine: engine)
    }
    return ImageRows(joining: parts, shape: shape)
  }

  /// The output rows of each band.
  var bands: [Range<Int>] {
    let height = layouts[layouts.count - 1].shape.height
    return stride(from: 0, to: height, by: bandRows).map { $0..<min($0 + bandRows, height) }
  }

  /// Divides the rows of an image into `count` stripes.
  private func stripes(of height: Int, _ count: Int) -> [Range<Int>] {
    let rows = max(1, (height + count - 1) / count)
    return stride(from: 0, to: height, by: rows).map { $0..<min($0 + rows, height) }
  }
}

extension FilterStage {
  /// Whether one output row takes the work of the whole output.
  fileprivate var isIndivisible: Bool {
    switch definition {
    case .canny, .globalPooling: true
    default: false
    }
  }
}

extension ImageRows {
  /// Joins neighboring groups of rows that cover the image from the first row to the last.
  fileprivate init(joining parts: [ImageRows], shape: ImageShape) {
    guard parts.count != 1 else {
      self = parts[0]
      return
    }
    var samples: [Float] = []
    samples.reserveCapacity(shape.count)
    for part in parts { samples += part.samples }
    self.init(shape: shape, rows: 0..<shape.height, samples: samples)
  }

  /// The given rows only.
  fileprivate func cut(to rows: Range<Int>) -> ImageRows {
    guard rows != self.rows else { return self }
    let range = offset(ofRow: rows.lowerBound)..<offset(ofRow: rows.upperBound)
    return ImageRows(shape: shape, rows: rows, samples: Array(samples[range]))
  }
}

extension BandPipeline {
  /// Returns the products of all jobs, in their order.
  func collect<Job: Sendable, Product: Sendable>(
    _ produce: @escaping @Sendable () throws -> Job?,
    transform: @escaping @Sendable (Job) throws -> Product
  ) throws -> [Product] {
    let products = Mutex<[Product]>([])
    try run(
      produce: produce, transform: transform,
      consume: { product in products.withLock { $0.append(product) } })
    return products.withLock { $0 }
  }

  /// Returns the products of the given jobs, in their order.
  func collect<Job: Sendable, Product: Sendable>(
    _ jobs: [Job], transform: @escaping @Sendable (Job) throws -> Product
  ) throws -> [Product] {
    let waiting = Mutex(jobs[...])
    return try collect({ waiting.withLock { $0.popFirst() } }, transform: transform)
  }
}
