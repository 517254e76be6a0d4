import ConvCore
import Digits
import Foundation
import TestSupport
import Testing

@Suite("Interrupted training goes on", .serialized)
struct TrainResumeTests {
  /// A network so small that its epochs take a blink, with a schedule that does not look ahead.
  private static let call = [
    "train-mnist", "--synthetic", "--network", "mlp", "--hidden", "2", "--limit", "90",
    "--validation", "20", "--quiet",
  ]
  private static let kept = ["checkpoint.safetensors", "history.csv"]

  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// Starts a run that would take hours and sends a signal once an epoch of it is written down.
  ///
  /// - Returns: The exit code and the lines on standard error.
  private func interrupted(by signal: Int32, _ options: [String]) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = TrainResumeTests.call + options
    process.currentDirectoryURL = sandbox.folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    let epochs = { (try? History(try sandbox.data("run/history.csv")))?.rows.count ?? 0 }
    let before = epochs()
    try process.run()
    let end = ContinuousClock.now + .seconds(20)
    while process.isRunning, ContinuousClock.now < end, epochs() == before {
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(process.isRunning)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    let code = process.terminationStatus + (process.terminationReason == .exit ? 0 : 1000)
    return (code, String(decoding: text, as: UTF8.self))
  }

  private func expectCleanFolder() {
    let names = sandbox.files.map { $0.replacingOccurrences(of: "run/", with: "") }
    #expect(Set(names).isSuperset(of: TrainResumeTests.kept), "\(names)")
    #expect(Set(names).isSubset(of: TrainResumeTests.kept + ["model.safetensors"]), "\(names)")
  }

  @Test("an interrupt leaves a checkpoint from which --resume reaches the same bytes")
  func interruptAndResume() throws {
    let endless = ["--schedule", "constant", "--epochs", "100000", "-o", "run"]
    let (code, errors) = try interrupted(by: SIGINT, endless)
    #expect(code == 130)
    #expect(errors.wholeMatch(of: /convtool: interrupted[^\n]*run[^\n]*\n/) != nil, "\(errors)")
    #expect(errors.contains("--resume"))
    expectCleanFolder()
    let done = try History(try sandbox.data("run/history.csv")).rows.count
    let rest = ["--schedule", "constant", "--epochs", "\(done + 2)"]
    try sandbox.succeed(TrainResumeTests.call + rest + ["--resume", "-o", "run"])
    try sandbox.succeed(TrainResumeTests.call + rest + ["-o", "whole"])
    try expectEqualRuns("run", "whole", epochs: done + 2)
    #expect(sandbox.files.contains("run/run.json") && sandbox.files.contains("run/curves.png"))
  }

  @Test("a run killed at any moment goes on from its checkpoint to the same bytes")
  func killAndResume() throws {
    let endless = ["--schedule", "constant", "--epochs", "100000", "-o", "run"]
    #expect(try interrupted(by: SIGKILL, endless).0 == 1000 + SIGKILL)
    let done = try History(try sandbox.data("run/history.csv")).rows.count
    let rest = ["--schedule", "constant", "--epochs", "\(done + 3)"]
    try sandbox.succeed(TrainResumeTests.call + rest + ["--resume", "-o", "run"])
    try sandbox.succeed(TrainResumeTests.call + rest + ["-o", "whole"])
    try expectEqualRuns("run", "whole", epochs: done + 3)
  }

  @Test("2 epochs and 2 more are 4, with other threads and other registers too, to the byte")
  func sameModel() throws {
    let call = [
      "train-mnist", "--synthetic", "--limit", "120", "--validation", "25", "--quiet", "-o",
    ]
    try sandbox.succeed(call + ["whole", "--epochs", "4"])
    try sandbox.succeed(call + ["halves", "--epochs", "2", "--threads", "3"])
    try sandbox.succeed(call + ["halves", "--epochs", "4", "--threads", "1", "--resume"])
    try expectEqualRuns("halves", "whole", epochs: 4)
    for engine in Engine.available where !["portable", Engine.widest.name].contains(engine.name) {
      try sandbox.succeed(
        call + [engine.name, "--epochs", "4"], environment: ["CONVTOOL_ISA": engine.name])
      #expect(
        try sandbox.data("\(engine.name)/model.safetensors")
          == sandbox.data("whole/model.safetensors"), "\(engine.name)")
    }
    // What run.json says of the weights is so.
    let digest = SHA256.hexDigest(of: [UInt8](try sandbox.data("whole/model.safetensors")))
    for run in ["whole", "halves"] {
      let text = String(decoding: try sandbox.data("\(run)/run.json"), as: UTF8.self)
      #expect(text.contains(digest), "\(run)")
    }
  }

  @Test("a cosine run keeps the length it was planned for, and one can be planned ahead")
  func plannedCosine() throws {
    let call = TrainResumeTests.call + ["--schedule", "cosine", "-o"]
    try sandbox.succeed(call + ["whole", "--epochs", "4"])
    try sandbox.succeed(call + ["halves", "--epochs", "2", "--schedule-epochs", "4"])
    try sandbox.succeed(call + ["halves", "--epochs", "4", "--resume"])
    try expectEqualRuns("halves", "whole", epochs: 4)
    try sandbox.fail(64, call + ["other", "--schedule-epochs", "0"])
    try sandbox.fail(64, TrainResumeTests.call + ["-o", "other", "--schedule-epochs", "4"])
  }

  @Test("a run that patience ended goes on under the cosine schedule as if it had not stopped")
  func patienceAndResume() throws {
    // Two held-out images have three accuracies: patience 1 ends it by the fourth epoch.
    let options = [
      "--validation", "2", "--epochs", "7", "--optimizer", "momentum", "--schedule", "cosine",
    ]
    let call = TrainResumeTests.call + options
    try sandbox.succeed(call + ["--patience", "1", "-o", "run"])
    let done = try History(try sandbox.data("run/history.csv")).rows.count
    #expect((2...4).contains(done))
    try sandbox.succeed(call + ["--resume", "-o", "run"])
    try sandbox.succeed(call + ["-o", "whole"])
    try expectEqualRuns("run", "whole", epochs: 7)
  }

  private func expectEqualRuns(_ left: String, _ right: String, epochs: Int) throws {
    let histories = try [left, right].map { try History(try sandbox.data("\($0)/history.csv")) }
    #expect(histories[0].results == histories[1].results)
    #expect(histories[0].rows.map(\.first) == (1...epochs).map { Double($0) })
    let models = try [left, right].map { try sandbox.data("\($0)/model.safetensors") }
    #expect(models[0] == models[1])
    let states = try [left, right].map {
      try SavedWeights(try sandbox.data("\($0)/checkpoint.safetensors"))
    }
    #expect(states[0].tensors.mapValues(\.values) == states[1].tensors.mapValues(\.values))
    #expect(states[0].tensors.count > 4)
  }

  @Test("a scheduler's signal ends with 75 and a checkpoint; one call begins and goes on")
  func schedulerSignals() throws {
    let endless = ["--epochs", "100000", "--schedule", "constant", "--resume", "auto", "-o", "run"]
    for signal in [SIGUSR1, SIGXCPU, SIGTERM] {
      let (code, errors) = try interrupted(by: signal, endless)
      #expect(code == 75 && errors.contains("stopped by a signal"), "\(signal): \(errors)")
      expectCleanFolder()
    }
    let done = try History(try sandbox.data("run/history.csv")).rows.count
    let rest = ["--schedule", "constant", "--epochs", "\(done + 1)", "--resume", "auto", "-o"]
    try sandbox.succeed(TrainResumeTests.call + rest + ["run"])
    try sandbox.succeed(TrainResumeTests.call + rest + ["whole"])
    try expectEqualRuns("run", "whole", epochs: done + 1)
    try sandbox.write("other/notes.txt", "mine")
    try sandbox.fail(73, TrainResumeTests.call + rest + ["other"], saying: ["other", "checkpoint"])
  }

  @Test("a termination signal keeps a checkpoint that evaluate reads")
  func termination() throws {
    let endless = ["--epochs", "100000", "-o", "run"]
    #expect(try interrupted(by: SIGTERM, endless).0 == 75)
    expectCleanFolder()
    // What must stay the same is refused, and what was done stays there.
    let before = try sandbox.data("run/checkpoint.safetensors")
    let other = TrainResumeTests.call + ["--resume", "-o", "run", "--seed", "9"]
    let error = try sandbox.fail(65, other, saying: ["seed"])
    #expect(error.contains("1") && error.contains("9"))
    #expect(try sandbox.data("run/checkpoint.safetensors") == before)
    let summary = try sandbox.succeed(["summary", "--model", "run/checkpoint.safetensors"]).text
    #expect(summary.contains("Total params: 1,600"))
  }

  @Test("there must be a checkpoint to go on from, and a sound one")
  func nothingToResume() throws {
    let resume = TrainResumeTests.call + ["--resume"]
    try sandbox.fail(66, resume + ["-o", "nowhere"], saying: ["nowhere"])
    try sandbox.fail(66, resume)
    try sandbox.write("run/checkpoint.safetensors", "This is a text and no checkpoint.\n")
    let text = try sandbox.run(resume + ["-o", "run"])
    #expect([64, 65].contains(text.code) && text.errors.contains("run/checkpoint.safetensors"))
  }
}
