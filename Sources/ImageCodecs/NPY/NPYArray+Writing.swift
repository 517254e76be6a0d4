import ConvCore

extension NPYArray {
  /// The first bytes of every NPY file.
  public static let signature: [UInt8] = NPYHeader.magic

  /// Writes float32 values in C order; the file is complete or absent.
  ///
  /// - Precondition: The product of `shape` is the number of values.
  /// - Throws: ``CodecError`` when the file cannot be created or written.
  public static func write(
    _ values: [Float], shape: [Int], to path: String
  ) throws(CodecError) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values for \(shape)")
    let file = try OutputFile(path: path)
    defer { file.abandon() }
    try file.write(NPYHeader.bytes(shape: shape))
    try file.write(SampleBuffer.float32(values).withBytes(Array.init))
    try file.commit()
  }
}
