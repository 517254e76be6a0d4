import CSystem
import Foundation

/// A sink that collects bytes in memory.
public final class MemorySink: ByteSink, @unchecked Sendable {
  /// All bytes written so far.
  public private(set) var bytes: [UInt8] = []

  /// Creates an empty sink.
  public init() {}

  /// Appends all bytes; never throws.
  public func write(_ bytes: [UInt8]) throws(CodecError) { self.bytes += bytes }

  /// True.
  public var takesOffsets: Bool { true }

  /// Writes bytes at an offset, with zeros before them where there were none; never throws.
  public func write(_ bytes: [UInt8], at offset: Int) throws(CodecError) {
    let end = offset + bytes.count
    if end > self.bytes.count {
      self.bytes += [UInt8](repeating: 0, count: end - self.bytes.count)
    }
    self.bytes.replaceSubrange(offset..<end, with: bytes)
  }
}
