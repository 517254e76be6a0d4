import ConvCore
import ConvNet
import Foundation
import ImageCodecs
import ONNX

/// Reads ONNX models.
enum GraphStore {
  /// Whether a path leads to an ONNX model: by its first bytes, which are no other model's.
  static func holds(_ path: String) -> Bool {
    guard !Files.isFolder(path), let source = try? RandomAccessBytes(path: path, limit: 1 << 30),
      source.count > 0, let start = try? source.bytes(0..<min(9, source.count))
    else { return false }
    // The fields of the outermost message; a safetensors file has the brace of its header there.
    let keys: Set<UInt8> = [0x08, 0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72]
    let isSafetensors = start.count == 9 && start[8] == UInt8(ascii: "{")
    return !isSafetensors && keys.contains(start[0])
  }

  /// Whether a path leads to an ONNX model that this program cannot take for one of its own.
  static func holdsForeign(_ path: String) -> Bool {
    guard holds(path) else { return false }
    guard let source = try? RandomAccessBytes(path: path, limit: 1 << 30),
      let model = try? ModelFile(source)
    else { return true }
    return !OwnModel.isDescribed(model)
  }

  /// The tensors of a network of this program in an ONNX file.
  static func safetensors(_ path: String) throws -> Safetensors {
    let model = try file(path, limit: 1 << 30)
    guard OwnModel.isDescribed(model) else {
      throw Failure(.damagedInput, "\(path): an .onnx model of another program")
    }
    return try named(path) { () throws(ONNXError) in try OwnModel.safetensors(model) }
  }

  /// Reads the messages of a model file.
  static func file(_ path: String, limit: Int) throws -> ModelFile {
    guard Files.exists(path) else { throw Failure(.noInput, "\(path): no such model file") }
    ProtectedFiles.protect(path)
    let source: RandomAccessBytes
    do throws(CodecError) { source = try RandomAccessBytes(path: path, limit: limit) } catch {
      throw Failure(error, file: path)
    }
    if source.count > 0, let refusal = refusal(of: source, path) {
      throw Failure(.usage, "\(path) is \(refusal)")
    }
    return try named(path) { () throws(ONNXError) in try ModelFile(source) }
  }

  private static func refusal(of source: RandomAccessBytes, _ path: String) -> String? {
    (try? source.bytes(0..<min(16, source.count))).flatMap { ForeignFile.refusal(of: $0, path) }
  }

  /// Reads and checks a model.
  static func graph(_ path: String, limit: Int) throws -> Graph {
    let file = try file(path, limit: limit)
    return try named(path) { () throws(ONNXError) in
      try Graph(file, folder: path == "-" ? nil : FilePath.folder(path))
    }
  }

  /// Reads and checks a model, and its weights.
  static func runner(_ path: String, _ resources: ResourceOptions) throws -> GraphRunner {
    try runner(path, threads: resources.threadCount, memory: resources.maxMemory.bytes)
  }

  /// Reads a model and prepares it for a number of threads within some bytes of memory.
  static func runner(_ path: String, threads: Int, memory limit: Int) throws -> GraphRunner {
    let graph = try graph(path, limit: limit)
    let context = RunContext(threads: threads, memoryLimit: limit)
    return try named(path) { () throws(ONNXError) in try GraphRunner(graph, context) }
  }

  /// Turns errors about the model into a line about it; other errors pass.
  static func failing<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as ONNXError { throw Failure(error, file: path) }
  }

  /// Turns the error of a closure into a line about the model.
  static func named<Result>(
    _ path: String, _ body: () throws(ONNXError) -> Result
  ) throws -> Result {
    do throws(ONNXError) { return try body() } catch { throw Failure(error, file: path) }
  }
}

extension Failure {
  /// Converts an error about a model.
  init(_ error: ONNXError, file: String) {
    self.init(ExitStatus(error.code), "\(file): \(error.description)")
  }
}

extension ExitStatus {
  init(_ code: ONNXError.Code) {
    self =
      switch code {
      case .damaged, .unsupported: .damagedInput
      case .overLimit: .overLimit
      case .noInput: .noInput
      }
  }
}
