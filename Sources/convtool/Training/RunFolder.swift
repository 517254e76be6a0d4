import ConvNet
import Foundation
import ImageCodecs

/// The folder of a training run.
struct RunFolder {
  let path: String

  /// Chooses the folder of a run.
  ///
  /// - Parameters:
  ///   - path: The folder; `nil` chooses one below `runs/`.
  ///   - base: The name of chosen folders before their number.
  ///   - resumes: Whether to continue an existing run.
  init(_ path: String?, base: String, resumes: Bool) throws {
    if let path {
      let exists = Files.exists(path)
      let checkpoint = FileIdentity(path: "\(path)/checkpoint.safetensors")
      if resumes && checkpoint == nil && !RunFolder.isNew(path) {
        throw Failure(.noInput, "\(path): no checkpoint.safetensors to resume from")
      }
      if exists && !resumes {
        throw Failure(
          .cannotCreate, "\(path): exists already: --resume goes on with it, or name another")
      }
      self.path = path
      return
    }
    self.path = try RunFolder.numbered(base, resumes: resumes)
  }

  /// The first unused of `runs/mnist-1`, `-2`, …, or with `resumes` the last used one.
  private static func numbered(_ base: String, resumes: Bool) throws -> String {
    let next = (1...).first { !Files.exists("runs/\(base)-\($0)") } ?? 1
    guard resumes else { return "runs/\(base)-\(next)" }
    let last = "runs/\(base)-\(next - 1)"
    guard FileIdentity(path: "\(last)/checkpoint.safetensors") != nil else {
      throw Failure(.noInput, "runs: no run with a checkpoint to resume")
    }
    return last
  }

  /// Whether a run was killed in the folder before its first checkpoint; such a run starts anew.
  private static func isNew(_ path: String) -> Bool {
    // Half-written files of a killed run are hidden.
    Files.names(in: path)?.allSatisfy { $0.hasPrefix(".") } ?? false
  }

  /// Whether the folder has a checkpoint.
  var hasCheckpoint: Bool { FileIdentity(path: file("checkpoint.safetensors")) != nil }

  /// The number of epochs that the cosine schedule of the checkpoint was planned for.
  var plannedEpochs: Int? {
    guard let read = try? ModelStore.file(file("checkpoint.safetensors")),
      let settings = Checkpoint.note("settings", in: read)
    else { return nil }
    let line = settings.split(separator: "\n").first { $0.hasPrefix("schedule_epochs\t") }
    return line.flatMap { Int($0.dropFirst(16)) }
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }
}
