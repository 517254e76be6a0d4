import ConvCore

/// A named filter of the catalogue.
public struct CatalogueEntry: Sendable {
  /// The name on the command line.
  public let name: String
  /// The names of the parameters, such as `S` or `LEN,ANGLE`; brackets mark optional parameters.
  public let parameters: String
  /// One line of help.
  public let summary: String
  /// The parameters of the example in the catalogue.
  public let example: [Double]
  private let build: @Sendable ([Double]) throws(FilterError) -> FilterDefinition

  init(
    _ name: String, _ parameters: String = "", _ summary: String, example: [Double] = [],
    _ build: @escaping @Sendable ([Double]) throws(FilterError) -> FilterDefinition
  ) {
    self.name = name
    self.parameters = parameters
    self.summary = summary
    self.example = example
    self.build = build
  }

  /// Returns the filter for parameter values.
  ///
  /// - Throws: ``FilterError`` when the number of values or a value is not allowed.
  public func definition(_ values: [Double]) throws(FilterError) -> FilterDefinition {
    let names = parameters.split(whereSeparator: { ",[]".contains($0) })
    let optional = parameters.contains("[") ? 1 : 0
    guard (names.count - optional...names.count).contains(values.count) else {
      guard !names.isEmpty else { throw FilterError("\(name) takes no parameters") }
      let hint =
        names.count == 1 && values.count == 2 ? "; decimals are written with a point, as 1.5" : ""
      throw FilterError(
        "\(name) takes \(parameters), not \(values.count) value\(values.count == 1 ? "" : "s")\(hint)"
      )
    }
    guard values.allSatisfy(\.isFinite) else { throw FilterError("\(name): not a number") }
    let definition = try build(values)
    let limit = Double(Float.greatestFiniteMagnitude)
    for kernel in definition.kernels where !kernel.coefficients.allSatisfy({ abs($0) <= limit }) {
      throw FilterError("\(name): coefficients beyond 3.4e38, where float32 ends")
    }
    return definition
  }

  /// Returns the filter for parameters as text, such as `1.5` or `15,30`.
  ///
  /// - Throws: ``FilterError`` when the text cannot be parsed or a value is not allowed.
  public func definition(text: String) throws(FilterError) -> FilterDefinition {
    try definition(try values(text: text))
  }

  /// Parses parameters as decimal numbers, such as `1.5` or `15,30`.
  ///
  /// - Throws: ``FilterError`` that names the text that is not a number. If the text has another
  ///   tool's form, the message gives the form of this program.
  public func values(text: String) throws(FilterError) -> [Double] {
    var values: [Double] = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard let value = DecimalNumber.double(part) else {
        let taken = parameters.isEmpty ? "no parameters" : parameters
        throw FilterError(
          "\(name) takes \(taken), not '\(text)'"
            + (ForeignParameter(part)?.hint(for: self) ?? DecimalNumber.hint(for: part)))
      }
      values.append(value)
    }
    return values
  }
}

extension CatalogueEntry {
  /// All named filters, in the order of the command line help.
  public static let all: [CatalogueEntry] =
    [
      kernel("laplacian", "second derivative, [0 1 0; 1 -4 1; 0 1 0]", .laplacian),
      kernel("laplacian8", "second derivative over 8 neighbours", .laplacian8),
    ]
    + gradient("sobel", "[1 2 1] across", .sobelX, .sobelY)
    + gradient("scharr", "[3 10 3] across", .scharrX, .scharrY)
    + gradient("prewitt", "[1 1 1] across", .prewittX, .prewittY)
    + gradient("roberts", "2x2 diagonals", .robertsX, .robertsY)
    + [
      CatalogueEntry("kirsch", "", "compass: the largest of 8 directions, 5 and -3") {
        _ throws(FilterError) in .compass(Kernel.kirsch)
      },
      CatalogueEntry("robinson", "", "compass: the largest of 8 directions of Sobel's kernel") {
        _ throws(FilterError) in .compass(Kernel.robinson)
      },
      CatalogueEntry("gaussian", "S", "smoothing, standard deviation S pixels", example: [1]) {
        values throws(FilterError) in
        .kernel(.gaussian(sigma: try positive(values[0], "gaussian", atMost: 250)))
      },
      CatalogueEntry("box", "N", "mean over NxN pixels", example: [3]) {
        values throws(FilterError) in .kernel(.box(side: try side(values[0], "box")))
      },
      CatalogueEntry(
        "motion", "LEN,ANGLE", "mean along a line, degrees anticlockwise from the x axis",
        example: [5, 30]
      ) { values throws(FilterError) in
        .kernel(
          .motion(
            length: try positive(values[0], "motion", atMost: 1001),
            angle: try angle(values[1], "motion")))
      },
      CatalogueEntry("binomial", "N", "smoothing by NxN binomial weights", example: [5]) {
        values throws(FilterError) in .kernel(.binomial(side: try side(values[0], "binomial")))
      },
      kernel("sharpen", "the picture minus its Laplacian", .sharpen),
      CatalogueEntry(
        "unsharp", "S,AMOUNT", "the picture plus AMOUNT times what gaussian S removes",
        example: [1, 0.5]
      ) { values throws(FilterError) in
        .kernel(
          .unsharp(sigma: try positive(values[0], "unsharp", atMost: 250), amount: values[1]))
      },
      kernel("emboss", "light from the top left", .emboss),
      kernel("identity", "the picture itself", .identity),
      CatalogueEntry("log", "S", "Laplacian of a Gaussian", example: [1]) {
        values throws(FilterError) in
        .kernel(.laplacianOfGaussian(sigma: try positive(values[0], "log", atMost: 250)))
      },
      CatalogueEntry("dog", "S1,S2", "difference of two Gaussians", example: [1, 1.6]) {
        values throws(FilterError) in
        .kernel(
          .differenceOfGaussians(
            sigma1: try positive(values[0], "dog", atMost: 250),
            sigma2: try positive(values[1], "dog", atMost: 250)))
      },
      CatalogueEntry(
        "gabor", "S,WAVELENGTH,ANGLE", "a wave under a Gaussian", example: [2, 6, 45]
      ) { values throws(FilterError) in
        .kernel(
          .gabor(
            sigma: try positive(values[0], "gabor", atMost: 250),
            wavelength: try positive(values[1], "gabor", atMost: 1e6),
            angle: try angle(values[2], "gabor")))
      },
      CatalogueEntry(
        "canny", "LOW,HIGH[,S]",
        "edges: Sobel magnitude thinned, above HIGH or joined to it above LOW; gaussian S first",
        example: [50, 150]
      ) { values throws(FilterError) in try canny(values) },
      CatalogueEntry("median", "N", "median of NxN pixels, N odd (not a convolution)", example: [3])
      { values throws(FilterError) in
        let side = try side(values[0], "median")
        guard side % 2 == 1, side <= 101 else {
          throw FilterError("median takes an odd number up to 101, not \(side)")
        }
        return .median(side)
      },
      CatalogueEntry(
        "bilateral", "S,R", "mean of near pixels of like colour, sigmas S pixels and R levels",
        example: [2, 25]
      ) { values throws(FilterError) in
        .bilateral(
          spatial: try positive(values[0], "bilateral", atMost: 50),
          range: try positive(values[1], "bilateral", atMost: 1e6))
      },
    ]

  /// The entry with that name; `nil` for an unknown name.
  public static func named(_ name: String) -> CatalogueEntry? { all.first { $0.name == name } }

  private static func kernel(_ name: String, _ summary: String, _ kernel: Kernel) -> CatalogueEntry
  {
    CatalogueEntry(name, "", summary) { _ throws(FilterError) in .kernel(kernel) }
  }

  private static func gradient(
    _ name: String, _ across: String, _ x: Kernel, _ y: Kernel
  ) -> [CatalogueEntry] {
    [
      CatalogueEntry(name, "", "gradient magnitude, \(across)") { _ throws(FilterError) in
        .magnitude(x, y)
      },
      kernel("\(name)-x", "d/dx, positive where brightness rises to the right", x),
      kernel("\(name)-y", "d/dy, positive where brightness rises downward", y),
    ]
  }

  private static func positive(
    _ value: Double, _ name: String, atMost limit: Double
  ) throws(FilterError) -> Double {
    guard value > 0 && value <= limit else {
      throw FilterError("\(name): \(value) is not between 0 and \(limit)")
    }
    return value
  }

  private static func angle(_ value: Double, _ name: String) throws(FilterError) -> Double {
    guard abs(value) <= 36_000 else {
      throw FilterError("\(name): \(value) is not an angle of at most 100 turns, 36000 degrees")
    }
    return value
  }

  private static func side(_ value: Double, _ name: String) throws(FilterError) -> Int {
    guard value == value.rounded(), (1...1001).contains(value) else {
      throw FilterError("\(name): \(value) is not a whole number from 1 to 1001")
    }
    return Int(value)
  }

  private static func canny(_ values: [Double]) throws(FilterError) -> FilterDefinition {
    guard values[0] >= 0 && values[0] <= values[1] else {
      throw FilterError("canny: LOW \(values[0]) is not between 0 and HIGH \(values[1])")
    }
    let sigma: Double? =
      values.count > 2 ? try positive(values[2], "canny", atMost: 250) : nil
    return .canny(low: values[0], high: values[1], sigma: sigma)
  }
}
