import Foundation

/// File names as bytes.
///
/// A file name on Linux is any run of bytes without 0 and `/`, and need not be UTF-8. Swift's
/// strings hold Unicode, so each byte that is not part of valid UTF-8 becomes one private scalar,
/// U+10FE00 + byte, when a name comes in, and becomes that byte again when a file is opened, created
/// or renamed. Names that hold such a scalar themselves are escaped byte by byte: every name comes
/// out as it came in.
public enum FileName {
  private static let escapes: ClosedRange<UInt32> = 0x10FE80...0x10FEFF

  /// The name for these bytes.
  public static func string(_ bytes: some Collection<UInt8>) -> String {
    // All escapes begin with 0xF4 in UTF-8, which few names hold.
    if !bytes.contains(0xF4), let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      let scalar = (1...4).lazy.compactMap { validScalar(rest.prefix($0)) }.first
      if let scalar {
        text.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        if let escape = Unicode.Scalar(0x10FE00 + UInt32(first)) { text.append(escape) }
        rest = rest.dropFirst()
      }
    }
    return String(text)
  }

  /// The bytes of a name, as the file system has them.
  public static func bytes(_ name: String) -> [UInt8] {
    if !name.utf8.contains(0xF4) { return Array(name.utf8) }
    return name.unicodeScalars.flatMap { scalar -> [UInt8] in
      escapes.contains(scalar.value)
        ? [UInt8(scalar.value - 0x10FE00)] : Array(String(Character(scalar)).utf8)
    }
  }

  /// A text that can be shown: bytes that are not UTF-8 appear as `\xE9`.
  public static func printable(_ text: String) -> String {
    if !text.utf8.contains(0xF4) { return text }
    return text.unicodeScalars.map { scalar in
      escapes.contains(scalar.value)
        ? "\\x" + String(scalar.value - 0x10FE00, radix: 16, uppercase: true)
        : String(Character(scalar))
    }.joined()
  }

  /// The program's name and its arguments, each byte of them kept.
  public static let commandLine: [String] = {
    (0..<Int(CommandLine.argc)).compactMap { index in
      CommandLine.unsafeArgv[index].map { argument in
        string(UnsafeRawBufferPointer(start: argument, count: strlen(argument)))
      }
    }
  }()

  private static func validScalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    guard let text = String(validating: bytes, as: UTF8.self),
      let scalar = text.unicodeScalars.first,
      text.unicodeScalars.count == 1, !escapes.contains(scalar.value)
    else { return nil }
    return scalar
  }
}

extension String {
  /// Calls a function of the C library with the bytes of a path.
  func withFileBytes<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
    let bytes = FileName.bytes(self).map { CChar(bitPattern: $0) } + [0]
    return try bytes.withUnsafeBufferPointer { buffer in
      // The buffer holds at least the 0 at the end.
      try body(buffer.baseAddress.unsafelyUnwrapped)
    }
  }
}
