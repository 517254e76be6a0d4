public import ConvNet
import Foundation
public import ImageCodecs

extension Network {
  /// Writes the network as a model file, safetensors with its architecture; the file is complete or
  /// absent.
  ///
  /// - Throws: `CodecError` when the file cannot be written.
  public func write(to path: String) throws(CodecError) {
    try OutputFile.write(safetensors.bytes, to: path)
  }

  /// Reads a model file.
  ///
  /// - Throws: ``ModelFileError`` when it is no model, or an error of Foundation when it cannot be read.
  public init(contentsOf path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    try self.init(try Safetensors(bytes: Array(data)))
  }
}
