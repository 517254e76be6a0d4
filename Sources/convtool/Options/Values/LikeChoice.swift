import ArgumentParser
import ImageFilters

/// The value of `--like`: the name of a program.
struct LikeChoice: ExpressibleByArgument {
  let convention: ToolConvention

  init?(argument: String) {
    guard let convention = ToolConvention.named(argument) else { return nil }
    self.convention = convention
  }

  var defaultValueDescription: String { convention.name }

  static let allValueStrings = ToolConvention.all.map(\.name)
}
