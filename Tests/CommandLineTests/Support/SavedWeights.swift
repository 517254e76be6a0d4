import Foundation
import Testing

/// A safetensors file, taken apart by the published description of the format.
struct SavedWeights {
  struct Tensor {
    let shape: [Int]
    let values: [Double]
  }

  let tensors: [String: Tensor]
  let metadata: [String: String]

  init(_ data: Data) throws {
    let bytes = [UInt8](data)
    try #require(bytes.count > 8)
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    try #require(bytes.count >= 8 + length)
    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any])
    metadata = header["__metadata__"] as? [String: String] ?? [:]
    var tensors: [String: Tensor] = [:]
    for (name, value) in header where name != "__metadata__" {
      let fields = try #require(value as? [String: Any])
      let shape = try #require(fields["shape"] as? [Int])
      let offsets = try #require(fields["data_offsets"] as? [Int])
      try #require(fields["dtype"] as? String == "F32" && offsets.count == 2)
      try #require(offsets[1] - offsets[0] == shape.reduce(4, *))
      try #require(8 + length + offsets[1] <= bytes.count)
      let values = stride(from: 8 + length + offsets[0], to: 8 + length + offsets[1], by: 4).map {
        place in
        Double(
          Float(
            bitPattern: bytes[place..<place + 4].reversed().reduce(UInt32(0)) {
              $0 << 8 | UInt32($1)
            }))
      }
      tensors[name] = Tensor(shape: shape, values: values)
    }
    self.tensors = tensors
  }

  subscript(name: String) -> Tensor { get throws { try #require(tensors[name], "\(name)") } }
}
