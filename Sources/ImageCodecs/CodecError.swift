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

  /// A failure that no other case describes: its kind and one line of text.
  case failure(Code, String)
  /// More pixels than ``ImageLimits/pixels`` allows.
  case tooManyPixels(height: Int, width: Int, limit: Int)
  /// A progressive JPEG with more scans than ``ImageLimits/scans`` allows; the text names the number.
  case tooManyScans(String)
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
    case .tooManyPixels, .tooManyScans: .overLimit
    case .tooManyChannels, .undefinedLight: .unsupported
    }
  }

  /// One line for the user, without the name of the file.
  public var description: String {
    switch self {
    case .failure(_, let text): text
    case .tooManyPixels(let height, let width, let limit):
      "\(height)×\(width) is \(CodecError.product(height, width)) pixels, the limit is \(limit)"
    case .tooManyScans(let text): "the JPEG has \(text)"
    case .tooManyChannels(let count, let looksLikeChannelsFirst):
      "an array of \(count) channels is no picture, which has 1 to 4"
        + (looksLikeChannelsFirst ? ": it looks like C×H×W" : "")
    case .undefinedLight(let reason): "its light is not defined: \(reason)"
    }
  }

  private static func product(_ height: Int, _ width: Int) -> String {
    let (count, overflow) = height.multipliedReportingOverflow(by: width)
    return overflow ? "more than 2⁶³" : "\(count)"
  }
}
