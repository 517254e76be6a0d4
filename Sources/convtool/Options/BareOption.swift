/// Options whose value may be left out.
enum BareOption {
  /// What stands for an option without a value, by command and option.
  private static let values = [
    "train": ["--augment": "flip,crop,shift,brightness", "--resume": Resumption.required.rawValue],
    "train-mnist": ["--resume": Resumption.required.rawValue],
  ]

  /// Returns the arguments with a value for each option that stands alone.
  static func completed(_ arguments: [String]) -> [String] {
    guard let command = arguments.first, let options = values[command] else { return arguments }
    return arguments.enumerated().map { index, argument in
      guard let value = options[argument] else { return argument }
      let next = index + 1 < arguments.count ? arguments[index + 1] : "-"
      return next.hasPrefix("-") ? "\(argument)=\(value)" : argument
    }
  }
}
