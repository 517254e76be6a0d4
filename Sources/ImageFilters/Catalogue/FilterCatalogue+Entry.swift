import ConvCore

extension FilterCatalogue {
  /// A filter with a name and parameters.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let name: String
    /// The parameters, optional ones last.
    public let parameters: [FilterParameter]
    /// One line of help.
    public let summary: String
    /// The values of the example in the catalogue.
    public let example: [Double]
    /// Whether the command `kernels` lists the entry.
    public let isListed: Bool
    private let isAllowed: @Sendable ([Double]) throws(FilterError) -> Void
    private let make: @Sendable ([Double]) -> any ImageFilter

    init(
      _ name: String, _ summary: String, _ parameters: [FilterParameter] = [],
      example: [Double] = [], isListed: Bool = true,
      isAllowed: @escaping @Sendable ([Double]) throws(FilterError) -> Void = {
        _ throws(FilterError) in
      }, _ make: @escaping @Sendable ([Double]) -> any ImageFilter
    ) {
      self.name = name
      self.parameters = parameters
      self.summary = summary
      self.example = example
      self.isListed = isListed
      self.isAllowed = isAllowed
      self.make = make
    }

    /// The names of the parameters as on the command line: `LOW,HIGH[,S]`.
    public var parameterList: String {
      let first = parameters.filter { !$0.isOptional }.map(\.name).joined(separator: ",")
      return first + parameters.filter(\.isOptional).map { "[,\($0.name)]" }.joined()
    }

    /// Returns the filter for parameter values.
    ///
    /// - Throws: ``FilterError`` when the number of values or a value is not allowed.
    public func filter(_ values: [Double]) throws(FilterError) -> any ImageFilter {
      try requireCount(values.count)
      guard zip(parameters, values).allSatisfy({ $1.isFinite || $1.isNaN && !$0.words.isEmpty })
      else { throw FilterError("\(name): not a number") }
      for (parameter, value) in zip(parameters, values) { try parameter.check(value, for: name) }
      try isAllowed(values)
      let filter = make(values)
      let limit = Double(Float.greatestFiniteMagnitude)
      for kernel in filter.kernels where !kernel.coefficients.allSatisfy({ abs($0) <= limit }) {
        throw FilterError("\(name): coefficients beyond 3.4e38, where float32 ends")
      }
      return filter
    }

    /// Returns the filter for parameters as text, such as `1.5` or `15,30`.
    ///
    /// - Throws: ``FilterError`` when the text cannot be parsed or a value is not allowed.
    public func filter(text: String) throws(FilterError) -> any ImageFilter {
      try filter(try values(text: text))
    }

    /// Parses parameters as decimal numbers, such as `1.5` or `15,30`.
    ///
    /// - Throws: ``FilterError`` that names the text that is not a number. If the text has another
    ///   tool's form, the message gives the form of this program.
    public func values(text: String) throws(FilterError) -> [Double] {
      var values: [Double] = []
      for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
        let parameter = parameters.count > values.count ? parameters[values.count] : nil
        guard let value = parameter?.value(of: part) ?? extraNumber(part, parameter) else {
          let taken = parameters.isEmpty ? "no parameters" : parameterList
          if let parameter, parameter.takesWordsOnly || parameter.unit == .percent {
            throw FilterError(
              "\(name) takes \(taken), not '\(text)': \(parameter.name) is \(parameter.allowed)")
          }
          throw FilterError(
            "\(name) takes \(taken), not '\(text)'"
              + (ForeignParameter(part)?.hint(for: self) ?? DecimalNumber.hint(for: part)))
        }
        values.append(value)
      }
      return values
    }

    /// A number behind the last parameter, which is counted and then refused.
    private func extraNumber(_ part: Substring, _ parameter: FilterParameter?) -> Double? {
      parameter == nil ? DecimalNumber.double(part) : nil
    }

    /// The texts of parameter values, as in names of files.
    public func texts(of values: [Double]) -> [String] {
      zip(parameters, values).map { $0.text(of: $1) }
    }

    private func requireCount(_ count: Int) throws(FilterError) {
      let least = parameters.count { !$0.isOptional }
      guard !(least...parameters.count).contains(count) else { return }
      guard !parameters.isEmpty else { throw FilterError("\(name) takes no parameters") }
      let hint =
        parameters.count == 1 && count == 2
        ? "; decimals are written with a point, as 1.5" : ""
      throw FilterError(
        "\(name) takes \(parameterList), not \(count) value\(count == 1 ? "" : "s")\(hint)")
    }
  }
}
