import CSystem
import Foundation

/// Collects bytes in memory.
public final class MemorySink: ByteSink, @unchecked Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// Creates an empty sink.
  public init() {}

  public func write(_ bytes: [UInt8]) throws(CodecError) { self.bytes += bytes }
}
