import ConvCore

/// The damage and the warnings that a decoder reports of a readable file.
public struct DecoderNotes: Hashable, Sendable {
  /// The kind of damage and the number of sound rows; `nil` unless damage is allowed and was found.
  public var damage: String?
  /// Warnings about defects that change no pixel, each listed once, at most ten.
  public var warnings: [String] = []

  /// Creates notes without damage or warnings.
  public init() {}
}
