import ConvNet
import FeatureMaps
import ImageFilters

/// Units of a layer as filters, as `--model`, `--layer` and `--unit` name them.
struct LearnedUnits {
  /// The filters of the layers before, then that of the units.
  let filters: [NamedFilter]
  /// The name in derived file names.
  let label: String
  private let layer: String
  private let numbers: [Int]
  private let isSingle: Bool

  /// - Throws: ``Failure`` with 64 when there is no such layer or unit.
  init(_ network: Network, layer: String, selection: UnitSelection) throws {
    self.layer = layer
    isSingle = selection.isSingle
    // The layer is checked first: a wrong name is said before a wrong number.
    _ = try LearnedUnits.filter(network, layer, [0])
    let count = network.stages.first { $0.name == layer }?.layer.parameters.last?.values.count ?? 0
    numbers = try selection.units(of: layer, count: count)
    filters = try LearnedUnits.filter(network, layer, numbers).steps.map {
      NamedFilter(name: $0.name, filter: $0.filter)
    }
    let text = selection.text
    let name = text.count > 40 ? "\(numbers.count)-units" : text
    label = isSingle ? filters[filters.count - 1].label : "\(layer)-\(name)"
  }

  private static func filter(
    _ network: Network, _ layer: String, _ units: [Int]
  ) throws -> LearnedFilter {
    try LearnedFilter(network, layer: layer, units: units)
  }

  /// The units as a bank; `nil` for one unit, whose response is a picture.
  func bank(zoom: Int?) -> MapBank? {
    if isSingle { return nil }
    return MapBank(
      content: .units(layer: layer, numbers: numbers, steps: filters), title: layer, zoom: zoom)
  }
}
