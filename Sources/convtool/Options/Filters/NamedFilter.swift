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
  ///
  /// - Parameters:
  ///   - name: The filter's name.
  ///   - parameters: Its parameters as text.
  ///   - element: The element of morphology whose parameters name none.
  /// - Returns: The filter, with the values of its parameters in its label.
  /// - Throws: ``Failure`` with 64 for an unknown name or wrong parameters, with 66 when a file of
  ///   kernels is missing.
  static func named(
    _ name: String, parameters: String, element: ElementSource? = nil
  ) throws -> NamedFilter {
    switch name {
    case "kernel":
      let source = try KernelSource(kernel: parameters)
      return NamedFilter(
        name: name, label: "kernel-\(source.label)", filter: .kernel(source.kernels[0]))
    case "bank":
      let source = try KernelSource(bank: parameters)
      return NamedFilter(
        name: name, label: "bank-\(source.label)", filter: .bank(source.kernels))
    default: return try catalogue(name, parameters, element)
    }
  }

  private static func catalogue(
    _ name: String, _ parameters: String, _ element: ElementSource?
  ) throws -> NamedFilter {
    guard let entry = FilterCatalogue.named(name) else {
      throw Failure(.usage, "no filter '\(name)': convtool kernels lists them")
    }
    var values = try entry.values(text: parameters)
    var filter = try entry.filter(values)
    var texts = entry.texts(of: values)
    if let element, let morphology = filter as? MorphologyFilter, values.count == 1 {
      if let shape = entry.parameters[1].value(of: element.text) {
        values.append(shape)
        filter = try entry.filter(values)
      } else {
        filter = .morphology(morphology.operation, try element.element(side: Int(values[0])))
      }
      texts.append(element.label)
    }
    return NamedFilter(
      name: name, label: ([name] + texts).joined(separator: "-"), filter: filter)
  }

  /// The text of a parameter: whole numbers without a point.
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
