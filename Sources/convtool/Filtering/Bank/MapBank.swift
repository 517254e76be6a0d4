import ConvCore
import ConvNet
import FeatureMaps
import ImageFilters

/// Filters whose maps lie side by side: a bank, or units of a layer.
///
/// The maps become one array H×W×N, or a labelled sheet.
struct MapBank: Sendable {
  /// A part of the bank that runs in one pass over the picture.
  struct Member: Sendable {
    /// The names of its maps, in order.
    let names: [String]
    /// The filters, the last of which gives the maps.
    let filters: [NamedFilter]
  }

  /// What the maps are of.
  enum Content: Sendable {
    /// Filters of the catalogue or kernels of a text, each on the gray picture.
    case named([NamedFilter])
    /// Kernels that span the depth.
    case kernels([Kernel])
    /// Units of a layer; the filters of the layers before them come first.
    case units(layer: String, numbers: [Int], steps: [NamedFilter])
    /// A chain in which a filter after the first one has several maps.
    case chain([NamedFilter], count: Int)
  }

  let content: Content
  /// The title of the sheet.
  let title: String
  /// Pixels of the side of the square that a value becomes; `nil` for sheets of a slide's width.
  let zoom: Int?

  /// Whether each map comes from a filter of its own, with its own size and view.
  var isNamed: Bool {
    if case .named = content { return true }
    return false
  }

  /// Whether its maps may be computed in several passes.
  var isDivisible: Bool {
    if case .chain = content { return false }
    return true
  }

  /// Whether the maps are of a layer, whose values have no unit in common with pixels.
  var isLearned: Bool {
    if case .units = content { return true }
    return false
  }

  /// The number of maps.
  var count: Int {
    switch content {
    case .named(let filters): filters.count
    case .kernels(let kernels): kernels.count
    case .units(_, let numbers, _): numbers.count
    case .chain(_, let count): count
    }
  }

  /// Rejects what shows one matrix: several maps are an array or a sheet.
  func requireMaps(_ mode: MatrixOutput.Mode, draws: Bool) throws {
    guard !draws, mode != .printed else {
      throw Failure(
        .usage, "\(count) maps are no matrix: -o FILE.npy holds them, -o FILE.png shows them")
    }
  }

  /// The maps of a chain in which a filter of `--then` spans the depth; `nil` for one map.
  static func chain(_ first: [NamedFilter], _ following: [NamedFilter], zoom: Int?) -> MapBank? {
    guard let last = following.last(where: \.filter.spansDepth), last.filter.kernels.count > 1
    else { return nil }
    return MapBank(
      content: .chain(first, count: last.filter.kernels.count), title: last.label, zoom: zoom)
  }

  /// The bank in parts of at most so many maps, each of which is one pass over the picture.
  func members(of most: Int) -> [Member] {
    switch content {
    case .named(let filters): return filters.map { Member(names: [$0.label], filters: [$0]) }
    case .chain(let filters, let count):
      return [Member(names: (0..<count).map(String.init), filters: filters)]
    case .kernels(let kernels):
      return MapBank.parts(kernels.count, most).map { part in
        Member(
          names: part.map { "\($0)" },
          filters: [NamedFilter(name: "bank", filter: .bank(Array(kernels[part])))])
      }
    case .units(_, let numbers, let steps):
      guard let last = steps.last, let layer = last.filter as? ConvolutionLayerFilter else {
        return []
      }
      return MapBank.parts(numbers.count, most).map { part in
        let units = NamedFilter(last, units: part, of: layer)
        return Member(
          names: part.map { "\(numbers[$0])" }, filters: steps.dropLast() + [units])
      }
    }
  }

  private static func parts(_ count: Int, _ most: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: most).map { $0..<min(count, $0 + most) }
  }
}

extension NamedFilter {
  /// Some of the units of a layer.
  fileprivate init(_ filter: NamedFilter, units: Range<Int>, of layer: ConvolutionLayerFilter) {
    self.init(
      name: filter.name, label: filter.label,
      filter: ConvolutionLayerFilter(
        kernels: Array(layer.kernels[units]), biases: Array(layer.biases[units]),
        rectifies: layer.rectifies, divisor: layer.divisor, stride: layer.stride,
        dilation: layer.dilation))
  }
}
