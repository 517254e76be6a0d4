/// Bytes that are made while they are read, such as those that a zip file holds deflated.
protocol ByteStream: AnyObject {
  /// Reads once into a buffer and returns the number of bytes: 0 at the end.
  ///
  /// - Throws: ``CodecError`` when the bytes cannot be made.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int
}
