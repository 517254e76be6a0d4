import ArgumentParser

/// The value of `--png-level`: a level, or the choice of the encoder.
struct PNGLevel: ExpressibleByArgument {
  static let automatic = PNGLevel(level: nil)

  /// 0 to 9; `nil` when the encoder chooses.
  let level: Int?

  private init(level: Int?) { self.level = level }

  init?(argument: String) {
    guard let level = Whole<0, 9>(argument: argument) else {
      guard argument == "auto" else { return nil }
      self = .automatic
      return
    }
    self.level = level.value
  }

  var defaultValueDescription: String { level.map { "\($0)" } ?? "auto" }

  static let allValueStrings = ["0...9", "auto"]
}
