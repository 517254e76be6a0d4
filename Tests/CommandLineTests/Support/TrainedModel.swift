import Foundation
import TestSupport
import Testing

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
