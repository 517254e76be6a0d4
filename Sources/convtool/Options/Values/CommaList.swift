import ArgumentParser

/// Values separated by commas, as the value of an option.
struct CommaList<Element: ExpressibleByArgument>: ExpressibleByArgument, ExpressibleByArrayLiteral {
  let elements: [Element]

  init?(argument: String) {
    let parts = argument.split { ", ;+".contains($0) }
    elements = parts.compactMap { Element(argument: String($0)) }
    guard !parts.isEmpty && elements.count == parts.count else { return nil }
  }

  init(arrayLiteral elements: Element...) { self.elements = elements }

  var defaultValueDescription: String {
    elements.map(\.defaultValueDescription).joined(separator: ",")
  }

  static var allValueStrings: [String] {
    let forms = Element.allValueStrings
    return forms.count == 1
      ? ["\(forms[0]), comma-separated"] : forms + ["several with commas between them"]
  }
}
