import CSystem
import Foundation

/// Takes bytes from front to back.
///
/// A sink belongs to one thread at a time, as the writer does that fills it.
public protocol ByteSink: AnyObject, Sendable {
  /// Takes all bytes.
  ///
  /// - Throws: ``CodecError`` when they cannot be stored.
  func write(_ bytes: [UInt8]) throws(CodecError)
}
