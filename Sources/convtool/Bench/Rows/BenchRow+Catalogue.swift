import ConvCore
import ImageFilters

extension BenchRow {
  /// The word in `--rows` that stands for all rows of ``catalogue``.
  static let catalogueWord = "catalogue"

  /// Every filter of the catalogue on every type of samples, with the parameters of its example.
  static let catalogue: [BenchRow] = FilterCatalogue.entries.flatMap { entry in
    ([entry.example] + moreExamples(of: entry.name)).flatMap { values in
      Source.allCases.map { named(entry, values, $0) }
    }
  }.filter { row in !filters.contains { $0.name == row.name } }

  /// Parameters for which other loops run than for the example.
  private static func moreExamples(of name: String) -> [[Double]] {
    switch name {
    case "gaussian": [[2], [10]]
    case "box": [[5], [31]]
    case "unsharp": [[2, 1]]
    case "log": [[2]]
    case "canny": [[60, 160, 1.5]]
    case "median": [[5], [15]]
    default: []
    }
  }

  private static func named(
    _ entry: FilterCatalogue.Entry, _ values: [Double], _ source: Source
  ) -> BenchRow {
    let size = values == entry.example ? "" : entry.texts(of: values).joined(separator: "x")
    let name = "\(entry.name)\(size)-\(source.rawValue)"
    let channels = source == .colors ? 3.0 : 1
    let kernels = (try? entry.filter(values))?.kernels ?? []
    let cells = kernels.count == 1 ? kernels[0].coefficients.count { $0 != 0 } : 0
    return BenchRow(
      name: name, bytes: 2 * channels * source.byteCount, products: channels * Double(cells),
      prepare: { picture in
        try source.operation(
          entry.filter(values), on: picture, target: source.catalogueTarget)
      },
      check: { result, picture in
        let check = BenchCheck(name: name, source: source, picture: picture)
        if kernels.count == 1 {
          try check.linear(result, kernels[0], source.catalogueTarget, absolute: false)
        }
        try check.rows(result, maximum: source.maximum)
      })
  }
}

extension BenchRow.Source {
  /// The type of the outputs, that of the inputs.
  fileprivate var catalogueTarget: RowSink.Target {
    switch self {
    case .bytes, .colors: .uint8
    case .words: .uint16
    case .floats: .float32
    }
  }

  /// The largest output; `nil` for floats, which have none.
  fileprivate var maximum: Float? {
    switch self {
    case .bytes, .colors: 255
    case .words: 65535
    case .floats: nil
    }
  }
}
