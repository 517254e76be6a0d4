import ConvCore
import ImageFilters

/// The filters of the catalogue, as they stand in a call.
enum FilterWords {
  /// The entry of an option such as `--gaussian`; `nil` for other options.
  static func entry(_ option: String) -> FilterCatalogue.Entry? {
    FilterCatalogue.named(String(option.drop { $0 == "-" }))
  }

  /// Whether an option is a filter with parameters.
  static func isFilter(_ option: ArgumentSchema) -> Bool {
    option.kind == .option && entry(option.name).map { !$0.parameters.isEmpty } == true
  }

  /// Whether an option chooses what is computed, so that one of them is enough.
  static func isChoice(_ option: ArgumentSchema) -> Bool {
    entry(option.name) != nil || ["--kernel", "--bank"].contains(option.name)
  }

  /// What is wrong with the parameters of a filter; `nil` when they are right.
  static func refusal(_ text: String, of entry: FilterCatalogue.Entry) -> String? {
    do throws(FilterError) {
      _ = try entry.filter(text: text)
      return nil
    } catch { return error.description }
  }

  /// The parameters that were meant: with numbers for all that must be there, in the right order.
  static func mended(_ text: String, of entry: FilterCatalogue.Entry, usual: String) -> String {
    let least = entry.parameters.count { !$0.isOptional }
    var numbers = TypedNumber.numbers(in: text.replacing("−", with: "-")).map(String.init)
    let isPair = text.contains { "xX×".contains($0) } && numbers.count == 2
    if isPair, least == 1 {
      // ImageMagick's radius and sigma, or two sides.
      numbers = [numbers[entry.parameters[0].isWhole ? 0 : 1]]
    }
    if numbers.count > entry.parameters.count {
      numbers = Array(numbers.prefix(entry.parameters.count))
    }
    let usualNumbers = usual.split(separator: ",").map(String.init)
    if numbers.count < least, usualNumbers.count >= least {
      numbers += usualNumbers[numbers.count..<least]
    }
    let candidates =
      [numbers, numbers.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) }]
      + (numbers.count == 1 ? whole(numbers[0]) : [])
    let texts = candidates.map { $0.joined(separator: ",") }
    return texts.first { refusal($0, of: entry) == nil } ?? usual
  }

  /// Whole and odd numbers near to a number.
  private static func whole(_ number: String) -> [[String]] {
    guard let value = Double(number), value.magnitude < 1e6 else { return [] }
    let near = Int(value.magnitude.rounded())
    return [near, near + 1, max(1, near)].map { ["\($0)"] }
  }

  /// What a filter takes: `S, a number`; `LOW,HIGH[,S], numbers`.
  static func taken(_ entry: FilterCatalogue.Entry) -> String {
    entry.parameters.count == 1
      ? "\(entry.parameterList), a number" : "\(entry.parameterList), numbers"
  }
}
