import Foundation
import TestSupport
import Testing

@Suite("Options of the recipe for digits")
struct RecipeOptionTests {
  private static let call = [
    "train-mnist", "--synthetic", "--limit", "90", "--validation", "30", "--quiet",
  ]
  private static let recipe = [
    "--elastic", "2.5", "--label-smoothing", "0.1", "--average-from", "2", "--keep",
    "accuracy-then-loss",
  ]

  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("all together give the same bytes for any threads and for a run in parts")
  func sameBytes() throws {
    let call = RecipeOptionTests.call + RecipeOptionTests.recipe
    try sandbox.succeed(call + ["--epochs", "4", "--threads", "1", "-o", "whole"])
    for epochs in ["2", "3", "4"] {
      let rest = epochs == "2" ? [] : ["--resume"]
      try sandbox.succeed(call + ["--epochs", epochs, "--threads", "3", "-o", "parts"] + rest)
    }
    let models = try ["whole", "parts"].map { try sandbox.data("\($0)/model.safetensors") }
    #expect(models[0] == models[1])
    let text = String(decoding: try sandbox.data("whole/run.json"), as: UTF8.self)
    for entry in ["\"elastic\" : \"2.5\"", "\"label_smoothing\" : \"0.1\"", "\"keep\""] {
      #expect(text.contains(entry), "\(entry)")
    }
  }

  @Test("each option changes the model, and at 0 it does not")
  func effect() throws {
    let call = RecipeOptionTests.call + ["--epochs", "2"]
    try sandbox.succeed(call + ["-o", "plain"])
    let plain = try sandbox.data("plain/model.safetensors")
    for (name, options) in [
      ("a", ["--elastic", "1"]), ("b", ["--label-smoothing", "0.2"]),
      ("c", ["--average-from", "1"]),
    ] {
      try sandbox.succeed(call + ["-o", name] + options)
      #expect(try sandbox.data("\(name)/model.safetensors") != plain, "\(name)")
    }
    try sandbox.succeed(call + ["-o", "zero", "--elastic", "0", "--label-smoothing", "0"])
    #expect(try sandbox.data("zero/model.safetensors") == plain)
  }

  @Test("a run in parts keeps its options")
  func resume() throws {
    let call = RecipeOptionTests.call + ["--network", "mlp", "--hidden", "2", "-o", "run"]
    try sandbox.succeed(call + ["--epochs", "1"])
    for (options, word) in [
      (["--elastic", "1"], "elastic"), (["--label-smoothing", "0.2"], "label_smoothing"),
      (["--average-from", "2"], "average_from"), (["--keep", "loss"], "keep"),
    ] {
      try sandbox.fail(65, call + ["--epochs", "2", "--resume"] + options, saying: [word])
    }
    try sandbox.succeed(call + ["--epochs", "2", "--resume"])
  }

  @Test("a run that ends before its mean begins says so, and goes on")
  func early() throws {
    let call = [
      "train-mnist", "--synthetic", "--network", "mlp", "--hidden", "2", "--limit", "40",
      "--average-from", "2", "-o", "run",
    ]
    let errors = try sandbox.run(call + ["--epochs", "1"]).errors
    #expect(errors.contains("--average-from 2 lies beyond --epochs 1"))
    let more = try sandbox.run(call + ["--epochs", "2", "--resume"]).errors
    #expect(!more.contains("--average-from"))
  }

  @Test(
    "what they do not take is refused",
    arguments: [
      ["--elastic", "15"], ["--elastic", "-1"], ["--elastic", "nan"], ["--label-smoothing", "1"],
      ["--label-smoothing", "-0.1"], ["--average-from", "0"], ["--keep", "best"],
      ["--elastic", "1", "--no-augment"], ["--label-smoothing", "0.1", "--loss", "squared"],
      ["--keep", "latest", "--patience", "2"],
      ["--keep", "loss", "--validation", "0"],
    ])
  func refused(_ options: [String]) throws {
    let call = ["train-mnist", "--synthetic", "--limit", "40", "-o", "run"] + options
    try sandbox.fail(64, call, saying: [options[0]])
    #expect(!sandbox.files.contains { $0.hasPrefix("run") })
  }
}
