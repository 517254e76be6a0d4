import Foundation
import RowLoopsBaseline
internal import RowLoops

/// The error for a requested instruction set that is not available.
public struct EngineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The requested name.
  public let name: String
  /// The names that are available.
  public let available: [String]

  /// The message for the user, one line.
  public var description: String {
    "instruction set '\(name)' is not available here, only \(available.joined(separator: ", "))"
  }
}
