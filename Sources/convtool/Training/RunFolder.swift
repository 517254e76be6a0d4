import ConvNet
import Foundation
import ImageCodecs

/// The folder of a training run.
struct RunFolder {
  /// The name of the checkpoint in the folder of a run.
  static let checkpointName = "checkpoint.safetensors"

  let path: String
  /// The number of epochs that the cosine schedule of the checkpoint was planned for; `nil` without a
  /// checkpoint to go on from.
  let plannedEpochs: Int?

  /// Chooses the folder of a run in the first process of a job; all processes get it.
  ///
  /// - Throws: ``Failure`` as ``init(_:base:resume:)``.
  static func chosen(
    _ job: TrainingJob, _ path: String?, base: String, resume: Resumption?
  ) throws -> RunFolder {
    let own = try job.together {
      job.isFirst ? try RunFolder(path, base: base, resume: resume) : nil
    }
    let path = job.shared(own?.path ?? "")
    return RunFolder(
      path: path, plannedEpochs: Int(job.shared(own?.plannedEpochs.map { "\($0)" } ?? "")))
  }

  private init(path: String, plannedEpochs: Int?) {
    (self.path, self.plannedEpochs) = (path, plannedEpochs)
  }

  /// Chooses the folder of a run.
  ///
  /// - Parameters:
  ///   - path: The folder; `nil` chooses one below `runs/`.
  ///   - base: The name of chosen folders before their number.
  ///   - resume: Whether to continue an existing run; `nil` for a new one.
  /// - Throws: ``Failure`` with 66 when there is no checkpoint to resume, with 73 when the folder
  ///   exists.
  private init(_ path: String?, base: String, resume: Resumption?) throws {
    if let path { try RunFolder.require(path, resume) }
    let path = try path ?? RunFolder.numbered(base, resume)
    self.init(path: path, plannedEpochs: resume == nil ? nil : RunFolder.plannedEpochs(path))
  }

  /// Requires that a run can begin in a folder, or go on in it.
  private static func require(_ path: String, _ resume: Resumption?) throws {
    let exists = Files.exists(path)
    if exists && resume == nil {
      throw Failure(
        .cannotCreate, "\(path): exists already: --resume goes on with it, or name another")
    }
    guard resume != nil, !RunFolder(path: path, plannedEpochs: nil).hasCheckpoint, !isNew(path)
    else { return }
    if resume == .required {
      throw Failure(.noInput, "\(path): no checkpoint.safetensors to resume from")
    }
    if exists {
      throw Failure(.cannotCreate, "\(path): exists already, without a checkpoint of a run")
    }
  }

  /// The first unused of `runs/mnist-1`, `-2`, …, or to resume the last used one.
  private static func numbered(_ base: String, _ resume: Resumption?) throws -> String {
    let next = (1...).first { !Files.exists("runs/\(base)-\($0)") } ?? 1
    guard let resume else { return "runs/\(base)-\(next)" }
    let last = "runs/\(base)-\(next - 1)"
    if FileIdentity(path: "\(last)/\(checkpointName)") != nil { return last }
    guard resume == .auto else {
      throw Failure(.noInput, "runs: no run with a checkpoint to resume")
    }
    return "runs/\(base)-\(next)"
  }

  /// Whether a run was killed in the folder before its first checkpoint; such a run starts anew.
  private static func isNew(_ path: String) -> Bool {
    // Half-written files of a killed run are hidden.
    Files.names(in: path)?.allSatisfy { $0.hasPrefix(".") } ?? false
  }

  /// Whether the folder has a checkpoint.
  var hasCheckpoint: Bool { FileIdentity(path: file(RunFolder.checkpointName)) != nil }

  private static func plannedEpochs(_ path: String) -> Int? {
    guard let read = try? ModelStore.file("\(path)/\(checkpointName)"),
      let settings = Checkpoint.note("settings", in: read)
    else { return nil }
    let line = settings.split(separator: "\n").first { $0.hasPrefix("schedule_epochs\t") }
    return line.flatMap { Int($0.dropFirst(16)) }
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }
}
