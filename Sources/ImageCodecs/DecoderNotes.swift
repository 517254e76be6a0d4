import ConvCore

/// The damage and the warnings that a decoder reports of a readable file.
public struct DecoderNotes: Hashable, Sendable {
  /// What was assumed about an array that does not say it.
  public enum Assumption: Hashable, Sendable, CustomStringConvertible {
    /// The array is read as H×W×C, although its shape looks like C×H×W.
    case channelsLast
    /// All values lie in 0…1, so that 0 is black and 1 is white.
    case unitRange

    /// One line about the assumption.
    public var description: String {
      switch self {
      case .channelsLast: "it looks like C×H×W, and is read as H×W×C"
      case .unitRange: "all values lie in 0…1: 0 is black and 1 is white"
      }
    }
  }

  /// The kind of damage and the number of sound rows; `nil` unless damage is allowed and was found.
  public var damage: String?
  /// What was assumed about an array.
  public var assumptions: [Assumption] = []
  /// Warnings about defects that change no pixel, each listed once, at most ten.
  public var warnings: [String] = []

  /// Creates notes without damage or warnings.
  public init() {}
}
