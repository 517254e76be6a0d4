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

  /// Whether bytes can be written at any offset: true for files, false for pipes.
  var takesOffsets: Bool { get }

  /// Writes bytes at an offset from the beginning, also beyond the end.
  ///
  /// A writer calls either this or ``write(_:)``, not both.
  ///
  /// - Throws: ``CodecError`` when the bytes cannot be stored.
  func write(_ bytes: [UInt8], at offset: Int) throws(CodecError)
}

extension ByteSink {
  /// False: bytes are taken in order.
  public var takesOffsets: Bool { false }

  /// Throws ``CodecError`` with `writeFailed`: bytes are taken in order.
  public func write(_ bytes: [UInt8], at offset: Int) throws(CodecError) {
    throw CodecError(.writeFailed, "the output takes bytes in order only")
  }
}
