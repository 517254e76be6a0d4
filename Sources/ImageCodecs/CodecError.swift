/// The reason why an image could not be read or written.
public enum CodecError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of a failure, so that a program can handle each kind differently.
  public enum Code: Hashable, Sendable {
    /// The input does not exist or cannot be opened.
    case noInput
    /// The bytes are broken, cut short, or not of the format that they claim.
    case damaged
    /// The file is sound, but its format or variant is not supported.
    case unsupported
    /// The output cannot be created.
    case cannotCreate
    /// Writing failed after the file was begun.
    case writeFailed
    /// The image is larger than the caller allows.
    case overLimit
  }

  /// A limit of ``ImageLimits``.
  public enum Limit: String, Hashable, Sendable {
    /// The number of pixels.
    case pixels
    /// The number of scans of a progressive JPEG.
    case scans
    /// The bytes that a reader may hold.
    case memory
  }

  /// A failure that no other case describes: its kind and one line of text.
  case failure(Code, String)
  /// The image is beyond one of ``ImageLimits``; the text names what it needs and the limit.
  case overLimit(Limit, String)
  /// The result has more channels than a text holds, which is one.
  case channelsInText(Int)
  /// A picture with colors for a format of gray pictures.
  case colorsInGray
  /// An array with too many channels for a picture; `looksLikeChannelsFirst` where another
  /// ``ArrayLayout`` would read it.
  case tooManyChannels(Int, looksLikeChannelsFirst: Bool)
  /// The colors of a picture cannot be decoded to linear light, for the reason that the text says.
  case undefinedLight(String)

  /// Creates an error from its kind and one line of text.
  public init(_ code: Code, _ description: String) { self = .failure(code, description) }

  /// The kind of the failure.
  public var code: Code {
    switch self {
    case .failure(let code, _): code
    case .overLimit: .overLimit
    case .channelsInText, .colorsInGray, .tooManyChannels, .undefinedLight: .unsupported
    }
  }

  /// One line for the user, without the name of the file.
  public var description: String {
    switch self {
    case .failure(_, let text), .overLimit(_, let text): text
    case .channelsInText(let count): "a text holds one channel, the result has \(count)"
    case .colorsInGray: "PGM holds gray, the result has colors: .ppm holds them"
    case .tooManyChannels(let count, let looksLikeChannelsFirst):
      (count <= 4
        ? "\(count) channels of unknown meaning are no picture"
        : "an array of \(count) channels is no picture, which has 1 to 4")
        + (looksLikeChannelsFirst ? ": it looks like C×H×W" : "")
    case .undefinedLight(let reason): "its light is not defined: \(reason)"
    }
  }
}
