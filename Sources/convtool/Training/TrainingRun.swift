import ConvCore
import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs

/// Trains a network, keeps the best epoch, and writes the files of the run's folder.
///
/// In a job of several processes all of them train, and the first one writes.
struct TrainingRun {
  let job: TrainingJob
  let folder: RunFolder
  let network: Network
  let options: TrainingOptions
  let data: TrainingData
  /// The number of passes over the training images.
  let epochs: Int
  let patience: Int
  let settings: [String: String]
  let quiet: Bool
  /// Whether the network of each epoch is kept.
  let keepsSnapshots: Bool

  func run(resumes: Bool) throws {
    var trainer = Trainer(network, options: options)
    var history: [HistoryRow] = []
    try requireSameStart()
    let kept = resumes ? try checkpointFile() : nil
    if let kept { (trainer, history) = try job.together { try checkpoint(kept) } }
    let resumes = kept != nil
    trainer.processes = job.processes
    try begin()
    let snapshots = RunSnapshots(folder.path)
    let keeps = job.isFirst && (keepsSnapshots || (resumes && snapshots.exist))
    if !resumes {
      if keeps { try snapshots.write(trainer) }
      try save(trainer, history)
    }
    job.begin(in: folder)
    var choice = EpochChoice(
      options.keeping, isJudged: data.heldOut.count > 0, scores: history.map(\.scores))
    while trainer.epoch < epochs && (patience == 0 || choice.waiting < patience) {
      let row = try epoch(&trainer, history)
      history.append(row)
      if choice.keeps(row.scores) {
        try write(trainer.averaged.safetensors.bytes, "model.safetensors")
      }
      if keeps { try snapshots.write(trainer) }
      try save(trainer, history)
    }
    try finish(history, bestEpoch: choice.epoch)
  }

  /// Creates the folder, and says what is trained.
  private func begin() throws {
    if job.isFirst { try about(folder.path) { try Files.makeFolder(folder.path) } }
    if let parts = data.parts { try write(Array(parts.utf8), RunParts.name) }
    say(network.summary + "\n")
    if job.count > 1 {
      say(
        "\(job.count) processes, \(options.threads) thread\(options.threads > 1 ? "s" : "") each\n")
    }
    Signals.becomeGraceful(ignoringRepeats: job.count > 1)
  }

  /// Requires that all processes of a job begin with the same settings, data and arithmetic.
  private func requireSameStart() throws {
    guard job.count > 1 else { return }
    let options = settings.filter { !["data", "threads", "pictures"].contains($0.key) }
    try job.requireSame(
      options.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + [
        ("fused multiply-add", "\(Engine.preferred.fusesMultiplyAdd)"),
        ("data", data.fingerprint()),
        ("first weights", SHA256.hexDigest(of: Array(network.safetensors.bytes))),
      ])
  }

  private func epoch(_ trainer: inout Trainer, _ history: [HistoryRow]) throws -> HistoryRow {
    let progress = ProgressReport(
      "epoch \(trainer.epoch + 1)", total: data.learning.count, unit: "images", quiet: quiet)
    let start = ContinuousClock.now
    let result: Trainer.EpochResult?
    do throws(TrainingError) {
      result = try trainer.runEpoch(on: data.learning) { done in
        progress.update(done)
        return Signals.interruptionCode == 0 && data.failure() == nil
      }
    } catch {
      progress.finish()
      throw job.agreed(
        Failure(
          .damagedInput,
          "\(error.description); the checkpoint of epoch \(trainer.epoch) is kept: try a smaller "
            + "--learning-rate with --resume"))
    }
    progress.finish()
    try requireData(trainer)
    guard let result else {
      try save(trainer, history)
      interrupted(trainer)
    }
    let evaluation = trainer.averaged.evaluate(
      data.heldOut, loss: options.loss, threads: options.threads, processes: job.processes)
    try requireData(trainer)
    let duration = (ContinuousClock.now - start).components
    let row = HistoryRow(
      epoch: trainer.epoch, result: result, validation: evaluation,
      seconds: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18)
    say(
      String(
        format: "epoch %2d/%d  loss %.4f  accuracy %.2f %%  held out %.2f %%  %.1f s", row.epoch,
        epochs, row.loss, 100 * row.accuracy, 100 * row.validationAccuracy, row.seconds))
    // As `--resume` reads it from the history, so that a run in parts chooses the same epoch.
    return HistoryRow(text: row.text[...]) ?? row
  }

  /// Requires that all pictures could be read; what was learned since the checkpoint is dropped.
  private func requireData(_ trainer: Trainer) throws {
    try job.requireNone(
      data.failure().map { "\($0); the last checkpoint is kept, --resume goes on from it" })
  }

  /// Ends the process after an interrupt; the checkpoint, also within an epoch, is on disk.
  private func interrupted(_ trainer: Trainer) -> Never {
    let code = job.agreedCode(Signals.interruptionCode)
    Messages.error(
      "\(code == 130 ? "interrupted" : "stopped by a signal"): checkpoint of epoch "
        + "\(trainer.epoch + 1), step \(trainer.position.step), in \(folder.path); --resume goes on "
        + "from it")
    job.exit(code)
  }

  private func say(_ line: String) { if !quiet { print(line) } }

  // MARK: Files

  private func save(_ trainer: Trainer, _ history: [HistoryRow]) throws {
    let rows = ([HistoryRow.header] + history.map(\.text)).joined(separator: "\n") + "\n"
    let notes = ["history": rows, "settings": settingsText]
    guard job.isFirst else { return }
    try write(
      Checkpoint(trainer: trainer, notes: notes).safetensors.bytes, RunFolder.checkpointName)
    try write(Array(rows.utf8), "history.csv")
  }

  /// Writes a file of the folder, in the first process.
  private func write(_ bytes: [UInt8], _ name: String) throws {
    if job.isFirst { try ModelStore.write(bytes, to: folder.file(name)) }
  }

  /// The checkpoint that the run goes on from; `nil` when there is none.
  private func checkpointFile() throws -> Safetensors? {
    try job.shared(
      try job.together {
        guard job.isFirst, folder.hasCheckpoint else { return nil }
        return try ModelStore.file(folder.file(RunFolder.checkpointName))
      })
  }

  private func checkpoint(_ file: Safetensors) throws -> (Trainer, [HistoryRow]) {
    try about(folder.file(RunFolder.checkpointName)) {
      let read = try Checkpoint(file, options: options)
      try requireSameSettings(read.notes["settings"] ?? "")
      let rows = (read.notes["history"] ?? "").split(separator: "\n").dropFirst()
      return (read.trainer, rows.compactMap { HistoryRow(text: $0) })
    }
  }

  /// Requires that the settings of the checkpoint match, except those that may change within a run.
  private func requireSameSettings(_ text: String) throws {
    let free: Set<String> = ["epochs", "threads", "patience", "learning_rate"]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !free.contains(parts[0]), settings[parts[0]] != parts[1] else {
        continue
      }
      throw ModelFileError(
        "the run began with \(parts[0]) \(parts[1]), not \(settings[parts[0]] ?? "none")")
    }
    let names = Set(text.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) })
    for name in LearningOptions.recordedIfGiven where !names.contains(name) {
      guard let value = settings[name] else { continue }
      throw ModelFileError("the run began without \(name), not with \(value)")
    }
  }

  private var settingsText: String {
    settings.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)" }.joined(separator: "\n")
  }

  private func finish(_ history: [HistoryRow], bestEpoch: Int) throws {
    let path = folder.file("model.safetensors")
    let file = try job.together { job.isFirst ? try ModelStore.file(path) : nil }
    guard let file = try job.shared(file) else { return }
    let model = try about(path) { try Network(file) }
    let result = model.evaluate(
      data.test, loss: options.loss, threads: options.threads, processes: job.processes)
    try job.requireNone(data.failure())
    guard job.isFirst else { return }
    for line in data.resultLines(result, model: path) { say(line) }
    if data.digits == nil, !quiet {
      Tables.notes(result, model.classNames).forEach(Messages.whenDone)
    }
    try ModelStore.write(Array((model.summary + "\n").utf8), to: folder.file("summary.txt"))
    try RunPictures(folder: folder, history: history, model: model, data: data).write(result)
    let weights = try WholeFile.contents(path).map(Array.init) ?? []
    let record = RunRecord(
      self, result: result, history: history, bestEpoch: bestEpoch,
      weightsDigest: SHA256.hexDigest(of: weights))
    try ModelStore.write(
      Array((try JSONOutput.text(record, isPretty: true) + "\n").utf8),
      to: folder.file("run.json"))
    try RunReport.write(of: folder, model, data: data, threads: options.threads)
  }
}
