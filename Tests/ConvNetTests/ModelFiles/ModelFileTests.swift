import ConvCore
import ConvNet
import Testing

@Suite("Model files")
struct ModelFileTests {
  @Test("a network survives its file, bit for bit")
  func roundTrip() throws {
    for network in [Network.cnn(seed: 3), Network.mlp(hidden: 20, seed: 4)] {
      let bytes = network.safetensors.bytes
      let read = try Network(try Safetensors(bytes: bytes))
      #expect(read.safetensors.bytes == bytes)
      #expect(read.namedParameters.map(\.parameter) == network.namedParameters.map(\.parameter))
    }
  }

  @Test("tensors carry PyTorch's names and layouts")
  func names() {
    let file = Network.cnn(seed: 1).safetensors
    #expect(
      file.entries.map(\.name) == [
        "conv2d_1.weight", "conv2d_1.bias", "conv2d_2.weight", "conv2d_2.bias", "conv2d_3.weight",
        "conv2d_3.bias", "dense.weight", "dense.bias",
      ])
    #expect(file["conv2d_2.weight"]?.shape == [16, 32, 3, 3])
    #expect(file["dense.weight"]?.shape == [10, 968])
    #expect(file.metadata["kernel_orientation"] == "correlation")
  }

  @Test("a broken or foreign file is refused with the reason")
  func refused() throws {
    let good = Network.cnn(seed: 1).safetensors
    func reason(_ bytes: [UInt8]) -> String {
      do throws(ModelFileError) {
        _ = try Network(try Safetensors(bytes: bytes))
        return "accepted"
      } catch { return error.description }
    }
    #expect(reason([1, 2, 3]).contains("3 bytes"))
    #expect(reason(Array(good.bytes.dropLast(5))).contains("offsets"))
    #expect(reason(good.bytes + [0]).contains("1 byte behind the last tensor"))
    #expect(reason(Array(good.bytes.prefix(100))).contains("header length"))
    var other = good
    other.entries.removeAll { $0.name == "dense.bias" }
    #expect(reason(other.bytes).contains("dense.bias is missing"))
    other = good
    other.entries[1].shape = [16, 2]
    #expect(reason(other.bytes).contains("conv2d_1.bias has shape [16, 2]"))
    other = good
    other.metadata = [:]
    #expect(reason(other.bytes) == "accepted")
    other.entries[0].shape = [3, 96]
    #expect(reason(other.bytes).contains("no architecture"))
    other = good
    other.entries[2].values[7] = .nan
    #expect(reason(other.bytes).contains("conv2d_2.weight: 1 of 4608"))
    let text = String(decoding: good.bytes, as: UTF8.self)
      .replacing("\"dtype\":\"F32\",\"shape\":[32]", with: "\"dtype\":\"F16\",\"shape\":[32]")
    #expect(text.contains("F16"))
  }

  @Test(
    "a header that lies is refused",
    arguments: [
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F65","shape":[1],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      #"{"__metadata__":{"n":1},"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#,
      "[1,2]", "{\"a\":",
    ])
  func lyingHeader(header: String) {
    let text = Array(header.utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    #expect(throws: ModelFileError.self) {
      try Safetensors(bytes: length + text + [UInt8](repeating: 0, count: 8))
    }
  }
}
