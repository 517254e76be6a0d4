import ArgumentParser

/// The samples of an output: the value of `--depth`.
enum BitDepth: String, ExpressibleByArgument, CaseIterable {
  case eight = "8"
  case sixteen = "16"
  case float

  /// The help of the option.
  static let help: ArgumentHelp = """
    Bits of an output sample (default: that of the input); float writes the raw response, where the \
    format holds floats.
    """

  /// The bits of an integer sample; `nil` for floats.
  var bits: Int? { Int(rawValue) }
}
