import ArgumentParser
import ImageFilters

/// A filter of the catalogue that takes no parameters, as a flag: a new entry of the catalogue becomes
/// a flag by itself.
struct PlainFilter: EnumerableFlag {
  static let allCases: [PlainFilter] = FilterCatalogue.entries.filter(\.parameters.isEmpty)
    .map { PlainFilter(name: $0.name, summary: $0.summary) }

  /// The name of the entry, and of the flag.
  let name: String
  /// The line of help.
  let summary: String

  static func name(for value: PlainFilter) -> NameSpecification { .customLong(value.name) }

  static func help(for value: PlainFilter) -> ArgumentHelp? {
    ArgumentHelp(stringLiteral: value.summary)
  }
}
