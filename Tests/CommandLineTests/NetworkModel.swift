import ConvCore
import Foundation
import TestSupport
import Testing

/// All tests that look at a trained network.
@Suite("The network", TrainedModelTrait())
enum NetworkTests {}

/// A small model and the digits it was trained on: made once, before the first test that asks.
struct TrainedModel: Sendable {
  @TaskLocal static var current: TrainedModel?

  /// What the model was trained with, but for threads and folder.
  static let options = [
    "--limit", "160", "--validation", "60", "--epochs", "2", "--augment", "--seed", "5", "--quiet",
  ]

  /// Where `run`, `digits`, and the dumps `maps` and `kernels` lie.
  let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.succeed(
      ["make-digits", "--train", "200", "--test", "60", "--seed", "3", "-o", "digits"])
    let call = ["train-mnist", "--data", "digits", "--threads", "1", "-o", "run"]
    try sandbox.succeed(call + TrainedModel.options)
    try sandbox.write("digit.png", try digitPicture(0))
    let dump = ["--model", "run/model.safetensors", "--npy", "--zoom", "1", "-o"]
    try sandbox.succeed(["dump-activations", "digit.png"] + dump + ["maps"])
    try sandbox.succeed(["dump-filters"] + dump + ["kernels"])
  }

  var path: String { sandbox.folder.path("run/model.safetensors") }
  var digits: String { sandbox.folder.path("digits") }
  /// A picture of 28×28 pixels, as MNIST has them.
  var picture: String { sandbox.folder.path("digit.png") }

  func data(_ name: String) throws -> Data { try sandbox.data(name) }
  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  /// The samples of a test image, read from the IDX file by hand.
  func digitSamples(_ index: Int) throws -> [UInt8] {
    let start = 16 + index * 784
    let bytes = [UInt8](try sandbox.data("digits/t10k-images-idx3-ubyte"))
    try #require(bytes.count >= start + 784)
    return Array(bytes[start..<start + 784])
  }

  private func digitPicture(_ index: Int) throws -> Data {
    let samples = try digitSamples(index).map { UInt16($0) }
    return PNGBuilder(height: 28, width: 28, color: .gray, samples: samples).data
  }

  func weights() throws -> SavedWeights { try SavedWeights(try data("run/model.safetensors")) }
}

/// Trains the model once and lends it to all tests of a suite.
struct TrainedModelTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    let model = try TrainedModel()
    try await TrainedModel.$current.withValue(model) { try await function() }
  }
}

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

/// The rows of a `history.csv`.
struct History: Equatable {
  let header: String
  let rows: [[Double]]

  init(_ data: Data) throws {
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    header = String(try #require(lines.first))
    rows = try lines.dropFirst().map { line in
      try line.split(separator: ",", omittingEmptySubsequences: false).map {
        try #require(Double($0), "\(line)")
      }
    }
  }

  /// The rows without how long they took.
  var results: [[Double]] { rows.map { Array($0.prefix(5)) } }
}

/// Digits as IDX files, sound or with a mistake.
enum IDX {
  static func file(magic: Int, _ dimensions: [Int], _ bytes: [UInt8]) -> Data {
    Data(([magic] + dimensions).flatMap { PNGBuilder.bigEndian(UInt32($0)) } + bytes)
  }

  static func images(_ count: Int, side: Int = 28) -> Data {
    let samples = (0..<count * side * side).map { UInt8($0 % 251) }
    return file(magic: 2051, [count, side, side], samples)
  }

  static func labels(_ labels: [UInt8]) -> Data { file(magic: 2049, [labels.count], labels) }
}
