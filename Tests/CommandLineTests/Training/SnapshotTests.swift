import Foundation
import TestSupport
import Testing

@Suite("train-mnist --snapshots")
struct SnapshotTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func train(_ run: String, _ options: [String]) throws {
    try sandbox.succeed(
      [
        "train-mnist", "--synthetic", "--network", "mlp", "--hidden", "3", "--limit", "80",
        "--validation", "20", "--quiet", "-o", run,
      ] + options)
  }

  @Test("every epoch is kept from the random start, resumed or not, and the model is the same")
  func snapshots() throws {
    try train("plain", ["--epochs", "3"])
    try train("whole", ["--epochs", "3", "--snapshots"])
    try train("parts", ["--epochs", "1", "--snapshots"])
    try train("parts", ["--epochs", "3", "--resume"])
    let names = (0...3).map { "snapshots/epoch-00\($0).safetensors" }
    #expect(
      sandbox.files.filter { $0.contains("snapshots") }
        == ["parts", "whole"].flatMap { run in
          names.map { "\(run)/\($0)" }
        })
    for name in names {
      #expect(try sandbox.data("whole/\(name)") == sandbox.data("parts/\(name)"))
    }
    let model = try sandbox.data("plain/model.safetensors")
    #expect(try sandbox.data("whole/model.safetensors") == model)
    #expect(try sandbox.data("parts/model.safetensors") == model)
    let table = try sandbox.succeed(["summary", "--model", "whole/\(names[0])"]).text
    #expect(table.contains("Total params: 2,395"))
  }
}
