import CSystem
import Foundation

/// A destination that takes bytes in order.
///
/// A sink belongs to one thread at a time, like the writer that fills the sink.
public protocol ByteSink: AnyObject, Sendable {
  /// Appends all bytes.
  ///
  /// - Throws: ``CodecError`` when the bytes cannot be stored.
  func write(_ bytes: [UInt8]) throws(CodecError)
}
