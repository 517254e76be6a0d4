import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// A filter with its name and its label.
struct NamedFilter: Sendable {
  /// The name in `--explain` and in messages.
  let name: String
  /// The label in derived file names: the name with the values of its parameters.
  let label: String
  let filter: any ImageFilter

  init(name: String, label: String? = nil, filter: any ImageFilter) {
    self.name = name
    self.label = label ?? name
    self.filter = filter
  }

  /// The name with the values of its parameters, for titles.
  var words: String {
    let values = label.hasPrefix(name + "-") ? label.dropFirst(name.count + 1) : ""
    return name == "kernel" || name == "bank" || values.isEmpty ? name : "\(name) \(values)"
  }

  /// Creates a filter of the catalogue, a kernel or a bank.
  static func named(_ name: String, parameters: String) throws -> NamedFilter {
    switch name {
    case "kernel":
      let source = try KernelSource(kernel: parameters)
      return NamedFilter(
        name: name, label: "kernel-\(source.label)", filter: .kernel(source.kernels[0]))
    case "bank":
      let source = try KernelSource(bank: parameters)
      return NamedFilter(
        name: name, label: "bank-\(source.label)", filter: .bank(source.kernels))
    default: return try catalogue(name, parameters)
    }
  }

  private static func catalogue(_ name: String, _ parameters: String) throws -> NamedFilter {
    guard let entry = FilterCatalogue.named(name) else {
      throw Failure(.usage, "no filter '\(name)': convtool kernels lists them")
    }
    let values = try entry.values(text: parameters)
    return NamedFilter(
      name: name, label: ([name] + values.map(text)).joined(separator: "-"),
      filter: try entry.filter(values))
  }

  /// The text of a parameter: whole numbers without a point.
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
