import ConvNet
import Foundation
import ImageCodecs

/// The folder of a training run.
struct RunFolder {
  let path: String

  /// - Parameter resumes: Whether the run exists already and goes on.
  init(_ path: String?, resumes: Bool) throws {
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
    self.path = try RunFolder.numbered(resumes: resumes)
  }

  /// The next of `runs/mnist-1`, `-2`, …, or the last one to go on with.
  private static func numbered(resumes: Bool) throws -> String {

    let next = (1...).first { !Files.exists("runs/mnist-\($0)") } ?? 1
    guard resumes else { return "runs/mnist-\(next)" }
    let last = "runs/mnist-\(next - 1)"
    guard FileIdentity(path: "\(last)/checkpoint.safetensors") != nil else {
      throw Failure(.noInput, "runs: no run with a checkpoint to resume")
    }
    return last
  }

  /// Whether a run was killed there before its first checkpoint: it begins anew.
  private static func isNew(_ path: String) -> Bool {
    // Half-written files of a killed run are hidden ones.
    Files.names(in: path)?.allSatisfy { $0.hasPrefix(".") } ?? false
  }

  /// Whether there is a checkpoint to go on from.
  var hasCheckpoint: Bool { FileIdentity(path: file("checkpoint.safetensors")) != nil }

  /// The epochs that the cosine schedule of the run's checkpoint was planned for.
  var plannedEpochs: Int? {
    guard let read = try? ModelStore.file(file("checkpoint.safetensors")),
      let settings = Checkpoint.note("settings", in: read)
    else { return nil }
    let line = settings.split(separator: "\n").first { $0.hasPrefix("schedule_epochs\t") }
    return line.flatMap { Int($0.dropFirst(16)) }
  }

  /// The path of a file in it.
  func file(_ name: String) -> String { "\(path)/\(name)" }
}
