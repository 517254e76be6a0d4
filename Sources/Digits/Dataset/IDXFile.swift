import ConvCore
import Foundation
import ImageCodecs

/// A file of the IDX format: a big-endian header, then bytes.
///
///     images: 2051, count, rows, columns, then count × rows × columns samples
///     labels: 2049, count, then count labels
///
/// Source: <http://yann.lecun.com/exdb/mnist/>.
struct IDXFile {
  /// The first number of a file with images.
  static let imageMagic = 2051
  /// The first number of a file with labels.
  static let labelMagic = 2049
  /// The largest accepted size in bytes, above any set of digits; a larger header is damaged.
  static let largestSize = 1 << 31

  /// The numbers of the header after the first one.
  let dimensions: [Int]
  /// The bytes after the header.
  let bytes: [UInt8]

  private static func contents(_ path: String) -> [UInt8]? {
    let descriptor = Files.open(path)
    guard descriptor >= 0 else { return nil }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    return (try? file.readToEnd() ?? Data()).map { [UInt8]($0) }
  }

  /// Reads a file, plain or gzip; the first two bytes decide.
  ///
  /// - Throws: ``DigitError`` when the file cannot be read, is cut short, too long or of another
  ///   kind.
  init(path: String, magic: Int, dimensions count: Int) throws(DigitError) {
    let name = FilePath.name(path)
    guard let content = Self.contents(path) else {
      throw DigitError(Files.exists(path) ? .unreadable : .missing, name)
    }
    let headerSize = 4 + 4 * count
    if content.starts(with: [0x1F, 0x8B]) {
      (dimensions, bytes) = try Self.inflated(
        content, headerSize: headerSize, magic: magic, count: count, name: name)
    } else {
      let header = Array(content.prefix(headerSize))
      dimensions = try Self.dimensions(of: header, magic: magic, count: count, name: name)
      let size = try Self.size(dimensions, name: name)
      try Self.checkLength(content.count - headerSize, promised: size, name: name)
      bytes = Array(content[headerSize...])
    }
  }

  private static func inflated(
    _ content: [UInt8], headerSize: Int, magic: Int, count: Int, name: String
  ) throws(DigitError) -> (dimensions: [Int], bytes: [UInt8]) {
    let result: Result<(dimensions: [Int], bytes: [UInt8]), any Error> = Result {
      let file = try InflatingReader(content)
      let header = try file.read(headerSize)
      let dimensions = try Self.dimensions(of: header, magic: magic, count: count, name: name)
      let size = try Self.size(dimensions, name: name)
      let bytes = try file.read(size)
      try Self.checkLength(bytes.count, promised: size, name: name)
      try file.finish()
      return (dimensions, bytes)
    }
    switch result {
    case .success(let value): return value
    case .failure(let error as DigitError): throw error
    case .failure(let error): throw DigitError(.compression("\(error)"), name)
    }
  }

  /// Returns the bytes of an IDX file.
  static func encoded(magic: Int, dimensions: [Int], bytes: [UInt8]) -> [UInt8] {
    let header = ([magic] + dimensions).flatMap { number in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    return header + bytes
  }

  private static func dimensions(
    of header: [UInt8], magic: Int, count: Int, name: String
  ) throws(DigitError) -> [Int] {
    guard header.count == 4 + 4 * count else {
      throw DigitError(.shortHeader(header.count, needed: 4 + 4 * count), name)
    }
    let numbers = stride(from: 0, to: header.count, by: 4).map { start in
      header[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    guard numbers[0] == magic else {
      throw DigitError(.magic(numbers[0], needed: magic), name)
    }
    return Array(numbers.dropFirst())
  }

  private static func size(_ dimensions: [Int], name: String) throws(DigitError) -> Int {
    var size = 1
    for dimension in dimensions {
      // Each factor is below 2³² and the previous product at most 2³¹, so nothing overflows.
      size *= dimension
      guard size <= largestSize else { throw DigitError(.tooLarge(dimensions), name) }
    }
    return size
  }

  private static func checkLength(
    _ count: Int, promised: Int, name: String
  ) throws(DigitError) {
    guard count == promised else { throw DigitError(.length(count, promised: promised), name) }
  }
}
