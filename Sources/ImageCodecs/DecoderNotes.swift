import ConvCore

/// What a decoder had to say of a file that it could read.
public struct DecoderNotes: Hashable, Sendable {
  /// What is broken, and how far the picture is sound; only where damage is allowed.
  public var damage: String?
  /// Oddities that change no pixel, each once, at most ten.
  public var warnings: [String] = []

  /// Nothing to say.
  public init() {}
}
