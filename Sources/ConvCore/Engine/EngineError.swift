import Foundation
import RowLoopsBaseline
internal import RowLoops

/// An instruction set that was asked for and is not there.
public struct EngineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String
  /// The names that would work.
  public let available: [String]

  /// One line for the user.
  public var description: String {
    "instruction set '\(name)' is not available here: "
      + "CONVTOOL_ISA takes \(available.joined(separator: ", "))"
  }
}
