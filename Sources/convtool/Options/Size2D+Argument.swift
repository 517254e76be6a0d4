import ArgumentParser
import ConvCore

extension Size2D: ExpressibleByArgument {
  /// Parses `H` or `HxW`, with sides from 1.
  public init?(argument: String) {
    guard let sides = SidePair(argument, from: 1) else { return nil }
    self.init(height: sides.first, width: sides.second)
  }

  /// The size in the form that is parsed.
  public var defaultValueDescription: String {
    height == width ? "\(height)" : "\(height)x\(width)"
  }

  /// The form of a size.
  public static var allValueStrings: [String] { ["H or HxW up to 65535"] }
}

extension Stride2D: ExpressibleByArgument {
  /// Parses `N`, `N,M` or `NxM`, rows first.
  public init?(argument: String) {
    guard let sides = SidePair(argument, from: 1) else { return nil }
    self.init(y: sides.first, x: sides.second)
  }

  /// The form of a stride.
  public static var allValueStrings: [String] { ["N or rows,columns from 1 to 65535"] }
}

extension Kernel.Anchor: ExpressibleByArgument {
  /// Parses `row,column`, counted from 0.
  public init?(argument: String) {
    guard let sides = SidePair(argument, from: 0), sides.isPair, !argument.contains("x") else {
      return nil
    }
    self.init(y: sides.first, x: sides.second)
  }

  /// The form of an anchor.
  public static var allValueStrings: [String] { ["row,column"] }
}
