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
}
