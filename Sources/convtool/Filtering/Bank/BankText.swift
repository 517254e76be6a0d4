import ConvCore
import Foundation
import ImageFilters

/// A bank of filters as text: names of the catalogue, or kernels with names.
///
/// On the command line semicolons part the entries: `sobel-x; laplacian; gaussian 1`. In a file each
/// line is an entry: a filter of the catalogue, or a kernel as `--kernel` takes it, with a name and a
/// colon before it or without. Rows of numbers below each other are one kernel, up to an empty line.
struct BankText {
  /// The filters in the order of the text; their labels are the names on the sheet.
  let filters: [NamedFilter]

  /// Whether a text that is no file is meant as a list of filters.
  static func isList(_ text: String) -> Bool {
    if text.contains(";") { return true }
    let name = text.trimmingCharacters(in: .whitespaces).prefix { $0 != " " }
    return FilterCatalogue.named(String(name)) != nil
  }

  /// Parses the value of `--bank`.
  init(list text: String) throws {
    let entries = text.split(separator: ";", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    // A separator at the end of the list is ignored.
    let kept = entries.last == "" && entries.count > 1 ? entries.dropLast() : entries[...]
    guard !kept.contains("") else {
      throw Failure(.usage, "--bank '\(text)': an empty name between semicolons")
    }
    filters = try BankText.distinct(try kept.map { try BankText.entry($0) }, source: "--bank")
  }

  /// Parses a file.
  init(file text: String, path: String) throws {
    var filters: [NamedFilter] = []
    var rows: [String] = []
    var name: String?
    func finish() throws {
      defer { (rows, name) = ([], nil) }
      if rows.isEmpty {
        if let name { throw Failure(.damagedInput, "\(path): '\(name):' has no kernel below it") }
        return
      }
      let label = name ?? "kernel \(filters.count + 1)"
      filters.append(try BankText.kernel(rows.joined(separator: "\n"), label, path))
    }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let content = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
      if content.isEmpty {
        if line.trimmingCharacters(in: .whitespaces).isEmpty { try finish() }
        continue
      }
      let (label, rest) = BankText.labelled(content)
      if let label {
        try finish()
        name = label
        if rest.isEmpty { continue }
      }
      if BankText.isNumeric(rest) {
        // Semicolons part rows: such a line is a kernel of its own.
        let isWhole = rest.contains(";")
        if isWhole && label == nil { try finish() }
        rows.append(rest)
        if isWhole { try finish() }
      } else if let label {
        name = nil
        filters.append(NamedFilter(try BankText.entry(rest), label: label))
      } else {
        try finish()
        filters.append(try BankText.entry(rest))
      }
    }
    try finish()
    guard !filters.isEmpty else { throw Failure(.damagedInput, "\(path): a bank of no filters") }
    self.filters = try BankText.distinct(filters, source: path)
  }

  // MARK: Entries

  /// A filter of the catalogue with its parameters.
  private static func entry(_ text: String) throws -> NamedFilter {
    let name = String(text.prefix { $0 != " " && $0 != "\t" })
    let rest = text.dropFirst(name.count).trimmingCharacters(in: .whitespaces)
    guard FilterCatalogue.named(name) != nil else {
      let hint =
        isNumeric(text)
        ? "one kernel is --kernel '\(text)', several stand in a file"
        : name.contains(",")
          ? "semicolons part filters" : "convtool kernels lists the filters"
      throw Failure(.usage, "--bank: no filter '\(name)': \(hint)")
    }
    let filter = try NamedFilter.named(name, parameters: rest)
    return NamedFilter(filter, label: rest.isEmpty ? name : "\(name) \(rest)")
  }

  private static func kernel(_ text: String, _ label: String, _ path: String) throws -> NamedFilter
  {
    let kernel = try about("\(path): \(label)") { try Kernel(text: text) }
    return NamedFilter(name: label, filter: .kernel(kernel))
  }

  /// Parts `name: rest`.
  private static func labelled(_ text: String) -> (label: String?, rest: String) {
    guard let colon = text.firstIndex(of: ":") else { return (nil, text) }
    return (
      text[..<colon].trimmingCharacters(in: .whitespaces),
      text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    )
  }

  private static func isNumeric(_ text: String) -> Bool {
    text.first.map { $0.isNumber || "+-.[".contains($0) } ?? false
  }

  private static func distinct(_ filters: [NamedFilter], source: String) throws -> [NamedFilter] {
    var seen: Set<String> = []
    for filter in filters where !seen.insert(filter.label).inserted {
      throw Failure(.usage, "\(source) names '\(filter.label)' twice")
    }
    return filters
  }
}

extension NamedFilter {
  /// The same filter under another label.
  init(_ filter: NamedFilter, label: String) {
    self.init(name: filter.name, label: label, filter: filter.filter)
  }
}
