import Foundation
import ImageCodecs
import ImageFilters

/// The value of `--bank`: names of filters, or a file of text or NPY.
struct BankSource {
  let content: MapBank.Content
  /// The title of the sheet.
  let title: String
  /// The name in derived file names.
  let label: String

  /// Reads an existing file of that name; otherwise the text itself is a list of names.
  init(_ text: String) throws {
    guard let data = try KernelSource.contents(text) else {
      guard BankText.isList(text) || !KernelSource.looksLikePath(text) else {
        throw Failure(.noInput, "\(text): no such file of kernels")
      }
      let list = try BankText(list: text)
      content = .named(list.filters)
      (title, label) = ("Filters", "bank-\(ShortHash.digits(of: text))")
      return
    }
    title = text == "-" ? "Bank" : FilePath.name(text)
    if data.starts(with: NPYArray.signature) {
      let source = try KernelSource(bank: data, text)
      content = .kernels(source.kernels)
      label = "bank-\(source.label)"
      return
    }
    let plain = PlainText.utf8(data)
    guard !plain.contains(0) else {
      throw Failure(
        .damagedInput, "\(text): a bank is a text of filters or an NPY array of kernels")
    }
    content = .named(try BankText(file: String(decoding: plain, as: UTF8.self), path: text).filters)
    label = "bank-\(text == "-" ? "stdin" : FilePath.stem(text))"
  }
}

extension MapBank.Content {
  /// All filters of the bank, for checks before any picture is read.
  var filters: [NamedFilter] {
    switch self {
    case .named(let filters): filters
    case .kernels(let kernels): [NamedFilter(name: "bank", filter: .bank(kernels))]
    case .units(_, _, let filters), .chain(let filters, _): filters
    }
  }
}
