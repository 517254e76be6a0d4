import ArgumentParser
import ConvNet
import Foundation
import ImageCodecs
import ONNX

/// The command `convtool convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Convert a model between .safetensors, .onnx and .npy files.",
    usage: "convtool convert <in> <out> [options]",
    discussion: """
      convtool convert runs/mnist-1 digits.onnx
      convtool convert digits.onnx digits.safetensors

      IN is a .safetensors file, the folder of a run, an .onnx file, or a folder of .npy files; OUT \
      ends in .safetensors or .onnx, or is a folder for a .npy file for each tensor and model.json. \
      The numbers stay the same to the bit.

      The .onnx file (opset 17) takes pixels of 0...255 as 'input', N x channels x height x width, \
      with any N: its first node divides by the model's divisor, so nothing is divided before. It \
      gives 'probabilities', N x classes. Class names and the description of the layers are in its \
      metadata, so that every command takes the file like the .safetensors file.

      The .onnx file of another program is converted where the layers of convtool can hold it: \
      convolutions, pooling, ReLU, flatten and dense layers in one line. Else exit code 65 names the \
      operators. Its pixels are not divided.
      """)

  @Argument(help: "The model.") var input: String
  @Argument(help: "The file or folder to write.") var output: String
  @Option(help: ModelOptions.architectureHelp) var architecture: String?
  @Flag(help: "Replace what exists.") var force = false
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    let target = try ModelTarget(output)
    let network = try network()
    switch target {
    case .safetensors:
      try OutputNames.requireNew(output, force: force)
      try ModelStore.write(network.safetensors.bytes, to: output)
    case .onnx:
      try OutputNames.requireNew(output, force: force)
      let bytes = try GraphStore.named(input) { () throws(ONNXError) in
        try NetworkWriter(network).bytes
      }
      try ModelStore.write(bytes, to: output)
    case .arrays:
      try TensorFolder.write(network.safetensors, to: output, force: force)
    }
  }

  /// The network of the input.
  private func network() throws -> Network {
    if Files.isFolder(input), !Files.exists("\(input)/model.safetensors") {
      let file = try TensorFolder.read(input, limit: resources.maxMemory.bytes)
      let layers = try architecture.map { try ModelStore.file($0) }
      return try about(input) { try Network(file, architecture: layers) }
    }
    if GraphStore.holdsForeign(input) {
      guard architecture == nil else {
        throw Failure(
          .usage, "--architecture is for weights without metadata, not for .onnx models")
      }
      let file = try GraphStore.file(input, limit: resources.maxMemory.bytes)
      return try GraphStore.named(input) { () throws(ONNXError) in
        try LayerSequence.network(file, folder: FilePath.folder(input))
      }
    }
    try ModelStore.require(input)
    return try ModelStore.load(input, architecture: architecture)
  }
}
