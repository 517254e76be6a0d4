import Foundation

/// Converts file names between bytes and strings without loss.
///
/// A file name on Linux is any sequence of bytes without 0 and `/`, and need not be UTF-8. Swift's
/// strings hold Unicode, so a byte that is not part of valid UTF-8 becomes one private scalar,
/// U+10FE00 + byte, in the string. The scalar becomes the byte again when a file is opened, created
/// or renamed. A name that contains such a scalar itself is escaped byte by byte, so every name is
/// restored exactly.
public enum FileName {
  private static let escapes: ClosedRange<UInt32> = 0x10FE80...0x10FEFF

  /// Returns the string for the bytes of a name.
  public static func string(_ bytes: some Collection<UInt8>) -> String {
    // In UTF-8 all escapes begin with 0xF4, which few names contain.
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

  /// Returns the bytes of a name, as the file system stores them.
  public static func bytes(_ name: String) -> [UInt8] {
    if !name.utf8.contains(0xF4) { return Array(name.utf8) }
    return name.unicodeScalars.flatMap { scalar -> [UInt8] in
      escapes.contains(scalar.value)
        ? [UInt8(scalar.value - 0x10FE00)] : Array(String(Character(scalar)).utf8)
    }
  }

  /// Returns a printable text in which bytes that are not UTF-8 appear as `\xE9`.
  public static func printable(_ text: String) -> String {
    if !text.utf8.contains(0xF4) { return text }
    return text.unicodeScalars.map { scalar in
      escapes.contains(scalar.value)
        ? "\\x" + String(scalar.value - 0x10FE00, radix: 16, uppercase: true)
        : String(Character(scalar))
    }.joined()
  }

  /// The program's name and its arguments, each byte kept.
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
