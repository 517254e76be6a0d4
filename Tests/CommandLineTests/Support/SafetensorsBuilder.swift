import Foundation

/// A safetensors file written by the tests themselves, sound or with a mistake.
struct SafetensorsBuilder {
  struct Tensor {
    var name: String
    var type = "F32"
    var shape: [Int]
    var bytes: [UInt8]
    /// Bytes of no tensor before it.
    var gap = 0
  }

  var tensors: [Tensor]
  var metadata: [String: String]?
  /// Bytes behind the last tensor.
  var trailing = 0

  init(_ tensors: [Tensor], metadata: [String: String]? = nil) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensors of a model as Python saves them: in the order of their names, without metadata.
  init(resaved weights: SavedWeights) {
    self.init(
      weights.tensors.sorted { $0.key < $1.key }.map { name, tensor in
        .float32(name, tensor.shape, tensor.values.map { Float($0) })
      })
  }

  /// Changes one tensor's values.
  mutating func change(_ name: String, _ body: (inout [UInt8]) -> Void) {
    for index in tensors.indices where tensors[index].name == name { body(&tensors[index].bytes) }
  }

  var data: Data {
    var header: [String: Any] = [:]
    var content = Data()
    if let metadata { header["__metadata__"] = metadata }
    for tensor in tensors {
      content += [UInt8](repeating: 7, count: tensor.gap)
      let start = content.count
      content += tensor.bytes
      header[tensor.name] = [
        "dtype": tensor.type, "shape": tensor.shape, "data_offsets": [start, content.count],
      ]
    }
    content += [UInt8](repeating: 7, count: trailing)
    let text = (try? JSONSerialization.data(withJSONObject: header)) ?? Data()
    let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return Data(length) + text + content
  }
}

extension SafetensorsBuilder.Tensor {
  static func float32(_ name: String, _ shape: [Int], _ values: [Float]) -> Self {
    .init(name: name, shape: shape, bytes: values.flatMap(littleEndian))
  }

  static func littleEndian(_ value: Float) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value.bitPattern >> $0) }
  }
}
