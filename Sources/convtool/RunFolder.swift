import Foundation

/// The folder of a training run.
struct RunFolder {
  let path: String

  /// - Parameter resumes: Whether the run exists already and goes on.
  init(_ path: String?, resumes: Bool) throws {
    if let path {
      let exists = FileManager.default.fileExists(atPath: path)
      if resumes && FileIdentity(path: "\(path)/checkpoint.safetensors") == nil {
        throw Failure(.noInput, "\(path): no checkpoint.safetensors to resume from")
      }
      if exists && !resumes {
        throw Failure(
          .cannotCreate, "\(path): exists already: --resume goes on with it, or name another")
      }
      self.path = path
      return
    }
    self.path = try RunFolder.numbered(resumes: resumes)
  }

  /// The next of `runs/mnist-1`, `-2`, …, or the last one to go on with.
  private static func numbered(resumes: Bool) throws -> String {

    let next = (1...).first { !FileManager.default.fileExists(atPath: "runs/mnist-\($0)") } ?? 1
    guard resumes else { return "runs/mnist-\(next)" }
    let last = "runs/mnist-\(next - 1)"
    guard FileIdentity(path: "\(last)/checkpoint.safetensors") != nil else {
      throw Failure(.noInput, "runs: no run with a checkpoint to resume")
    }
    return last
  }

  /// The path of a file in it.
  func file(_ name: String) -> String { "\(path)/\(name)" }
}
