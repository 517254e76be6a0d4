import Foundation
import TestSupport
import Testing

/// What `bench train` and `bench infer` print is what was asked for; how fast it is nobody knows.
@Suite("bench train and bench infer")
struct BenchNetworkTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func rows(_ call: [String]) throws -> [[String: Any]] {
    try sandbox.succeed(["bench"] + call + ["--json"]).text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test("an epoch, its layers and the peak, each a row")
  func train() throws {
    let rows = try rows(["train", "--images", "40", "--runs", "1", "--threads", "2"])
    let names = rows.compactMap { $0["name"] as? String }
    #expect(names.first == "fma-peak")
    #expect(names.suffix(2) == ["train-epoch", "train-epoch-augmented"])
    let passes = rows.filter { $0["name"] as? String == "conv-pass" }
    #expect(passes.count == 9)
    #expect(
      passes.compactMap { $0["pass"] as? String }.filter { $0 == "input-gradient" }.count == 2)
    for row in passes {
      let rate = try #require(row["gflops"] as? Double)
      #expect(rate > 0 && rate.isFinite)
    }
    let epoch = try #require(rows.first { $0["name"] as? String == "train-epoch" })
    #expect(epoch["images"] as? Int == 40 && epoch["threads"] as? Int == 2)
    #expect(try #require(epoch["peak_memory_mb"] as? Double) > 1)
  }

  @Test("a row for each batch size")
  func infer() throws {
    let rows = try rows(["infer", "--images", "37", "--batches", "1,20,37", "--threads", "2"])
    #expect(rows.compactMap { $0["batch"] as? Int } == [1, 20, 37])
    for row in rows { #expect(try #require(row["us_per_image"] as? Double) > 0) }
  }

  @Test("several numbers of threads are a row each, and the text says how the speed grows")
  func scaling() throws {
    let training = try rows(["train", "--images", "40", "--runs", "1", "--threads", "1,2,3"])
    for name in ["train-epoch", "train-epoch-augmented"] {
      let epochs = training.filter { $0["name"] as? String == name }
      #expect(epochs.compactMap { $0["threads"] as? Int } == [1, 2, 3])
    }
    let layers = ["train", "--images", "20", "--runs", "1", "--layers", "conv 4 3x3 relu; dense"]
    let own = try rows(layers + ["--input", "9x8x3", "--threads", "2,1"])
    #expect(own.compactMap { $0["threads"] as? Int } == [2, 1])
    let reading = ["infer", "--images", "20", "--batches", "1,20", "--threads", "1,2"]
    let rows = try rows(reading)
    #expect(rows.compactMap { $0["threads"] as? Int } == [1, 2, 1, 2])
    let text = try sandbox.succeed(["bench"] + reading).text.split(separator: "\n")
    #expect(
      text.map { $0.contains("times as fast as with 1 thread") } == [false, true, false, true])
    try sandbox.fail(64, ["bench", "infer", "--threads", "1,0"], saying: ["--threads"])
  }

  @Test("wrong calls are one line")
  func wrong() throws {
    try sandbox.fail(64, ["bench", "train", "--images", "0"])
    try sandbox.fail(64, ["bench", "infer", "--batches", "1,x"])
    try sandbox.fail(64, ["bench", "infer", "--images", "0"])
  }
}
