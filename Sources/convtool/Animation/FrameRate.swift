import ArgumentParser
import ConvCore

/// A number of frames a second: the value of `--fps`.
struct FrameRate: ExpressibleByArgument {
  let value: Double

  init(_ value: Double) { self.value = value }

  init?(argument: String) {
    guard let value = DecimalNumber.double(argument), (0.1...50).contains(value) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { value == value.rounded() ? "\(Int(value))" : "\(value)" }

  static let allValueStrings = ["0.1...50"]
}
