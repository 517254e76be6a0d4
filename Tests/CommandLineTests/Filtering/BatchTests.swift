import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Batches")
struct BatchTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func write(_ names: [String]) throws {
    for (index, name) in names.enumerated() {
      try sandbox.write(name, Image.random(height: 6, width: 5, seed: UInt64(index)))
    }
  }

  @Test("a broken input is one line and exit code 1, the others are done")
  func brokenInputs() throws {
    try write(["a.png", "b.png", "c.png"])
    try sandbox.write("text.png", "no picture")
    let inputs = ["a.png", "text.png", "b.png", "missing.png", "c.png"]
    for threads in ["1", "3"] {
      let result = try sandbox.run(["pool", "--threads", threads] + inputs)
      #expect(result.code == 1)
      #expect(result.output.isEmpty)
      #expect(result.errors.hasSuffix("\nconvtool: 3 of 5 done, 2 failed, 0 skipped\n"))
      let lines = result.errors.split(separator: "\n").dropLast().sorted()
      #expect(lines.count == 2)
      #expect(lines.first?.hasPrefix("convtool: missing.png: no such file") == true)
      #expect(lines.last?.hasPrefix("convtool: text.png: neither JPEG") == true)
      let results = sandbox.files.filter { $0.contains("maxpool") }
      #expect(results == ["a.maxpool.png", "b.maxpool.png", "c.maxpool.png"])
      for name in results { try FileManager.default.removeItem(atPath: sandbox.folder.path(name)) }
    }
  }

  @Test("inputs fail one by one, for any reason that one input alone would fail for")
  func otherFailures() throws {
    try sandbox.write("small.png", Image.random(height: 3, width: 3))
    try sandbox.write("deep.png", Image.random(height: 9, width: 9, in: 0...65535), depth: 16)
    try sandbox.write("good.png", Image.random(height: 9, width: 9))
    let result = try sandbox.run([
      "filter", "--box", "5", "--border", "valid", "--format", "jpg", "small.png", "deep.png",
      "good.png",
    ])
    #expect(result.code == 1)
    let lines = result.errors.split(separator: "\n").dropLast().sorted()
    #expect(lines.count == 2)
    #expect(lines.contains { $0.contains("small.png") })
    #expect(lines.contains { $0.contains("deep.png") && $0.contains("--depth 8") })
    #expect(sandbox.files == ["deep.png", "good.box-5.jpg", "good.png", "small.png"])
  }

  @Test("-o DIR/ mirrors the sub-folders below what all inputs share")
  func mirroredFolders() throws {
    try write(["in/a.png", "in/x/b.png", "in/x/y/c.png"])
    let inputs = ["in/a.png", "in/x/b.png", "in/x/y/c.png"]
    try sandbox.succeed(["filter", "--sobel", "-o", "out/"] + inputs)
    let results = sandbox.files.filter { $0.hasPrefix("out/") }
    #expect(results == ["out/a.sobel.png", "out/x/b.sobel.png", "out/x/y/c.sobel.png"])
    for (input, output) in zip(inputs, results) {
      let alone = try sandbox.succeed(["filter", "--sobel", input, "-o", "-", "--format", "png"])
      #expect(try sandbox.data(output) == alone.output)
    }
    // Results of a folder are derived names: they are replaced without asking.
    try sandbox.succeed(["filter", "--sobel", "-o", "out"] + inputs + ["--format", "npy"])
    #expect(sandbox.files.filter { $0.hasSuffix(".npy") }.count == 3)
    try sandbox.succeed(["filter", "--sobel", "-o", "out/"] + inputs)
    try sandbox.succeed(["filter", "--sobel", "-o", "alone/deep/", "in/a.png"])
    #expect(sandbox.files.contains("alone/deep/a.sobel.png"))
  }

  @Test("inputs of one name from two folders need a folder, and keep apart there")
  func sameNames() throws {
    try write(["p/a.png", "q/a.png"])
    try sandbox.fail(64, ["pool", "p/a.png", "q/a.png"], saying: ["a.maxpool.png", "-o"])
    try sandbox.succeed(["pool", "p/a.png", "q/a.png", "-o", "out/"])
    let results = sandbox.files.filter { $0.hasPrefix("out/") }
    #expect(results == ["out/p/a.maxpool.png", "out/q/a.maxpool.png"])
  }

  @Test("--files-from reads a list, or standard input, beside the arguments")
  func lists() throws {
    try write(["a.png", "b c.png", "d.png"])
    try sandbox.write("list.txt", "a.png\nb c.png\n\n")
    try sandbox.succeed(["pool", "--files-from", "list.txt"])
    #expect(
      sandbox.files.filter { $0.contains("pool") } == ["a.maxpool.png", "b c.maxpool.png"])
    let text = Data("a.png\r\nb c.png".utf8)
    try sandbox.succeed(["pool", "--min", "--files-from", "-", "d.png"], input: text)
    #expect(
      sandbox.files.filter { $0.contains("minpool") }
        == ["a.minpool.png", "b c.minpool.png", "d.minpool.png"])
    try sandbox.write("empty.txt", "\n")
    try sandbox.fail(64, ["pool", "--files-from", "empty.txt"], saying: ["no input"])
  }

  @Test("shards 1/3 to 3/3 part the inputs: each is done once, the names are those of the whole")
  func shards() throws {
    let inputs = (0..<7).map { "in/\($0 % 2)/\($0).png" }
    try write(inputs)
    var seen: [String] = []
    for shard in 1...3 {
      try sandbox.succeed(["pool", "--shard", "\(shard)/3", "-o", "out\(shard)/"] + inputs)
      let done = sandbox.files.filter { $0.hasPrefix("out\(shard)/") }
      let expected = inputs.indices.filter { $0 % 3 == shard - 1 }
        .map { "out\(shard)/\($0 % 2)/\($0).maxpool.png" }.sorted()
      #expect(done == expected)
      seen += done
    }
    #expect(seen.count == 7)
    try sandbox.succeed(["pool", "--shard", "3/3", "in/0/0.png"])
    #expect(!sandbox.files.contains("0.maxpool.png"))
  }

  @Test("--shard auto reads Slurm's variables, whatever the array counts from")
  func slurm() throws {
    let inputs = (0..<4).map { "\($0).png" }
    try write(inputs)
    let done = { (environment: [String: String]) throws -> [String] in
      let kept = sandbox.files
      try sandbox.succeed(["pool", "--shard", "auto"] + inputs, environment: environment)
      let new = sandbox.files.filter { !kept.contains($0) }
      for name in new { try FileManager.default.removeItem(atPath: sandbox.folder.path(name)) }
      return new
    }
    let variables = { (id: Int, count: Int) in
      ["SLURM_ARRAY_TASK_ID": "\(id)", "SLURM_ARRAY_TASK_COUNT": "\(count)"]
    }
    #expect(try done(variables(1, 2)) == ["0.maxpool.png", "2.maxpool.png"])
    #expect(try done(variables(2, 2)) == ["1.maxpool.png", "3.maxpool.png"])
    let fromZero = variables(0, 2).merging(["SLURM_ARRAY_TASK_MIN": "0"]) { $1 }
    #expect(try done(fromZero) == ["0.maxpool.png", "2.maxpool.png"])
    try sandbox.fail(
      64, ["pool", "--shard", "auto"] + inputs, environment: variables(5, 2), saying: ["--shard"])
  }

  @Test("--shard auto/N takes the part from the task's number modulo N, of any scheduler")
  func schedulers() throws {
    let inputs = (0..<5).map { "\($0).png" }
    try write(inputs)
    // The variables, the option, and the inputs that are done.
    let calls: [([String: String], String, [Int])] = [
      (["SLURM_ARRAY_TASK_ID": "2"], "auto/3", [1, 4]),
      (["SLURM_ARRAY_TASK_ID": "3"], "auto/3", [2]), (["SLURM_ARRAY_TASK_ID": "0"], "auto/3", [2]),
      (["SLURM_ARRAY_TASK_ID": "7"], "auto/3", [0, 3]),
      (["SLURM_ARRAY_TASK_ID": "2"], "auto/\(Int.max)", [1]),
      (["PBS_ARRAY_INDEX": "1"], "auto/2", [0, 2, 4]), (["PBS_ARRAYID": "2"], "auto/2", [1, 3]),
      (["SGE_TASK_ID": "4"], "auto/5", [3]), (["LSB_JOBINDEX": "5"], "auto/5", [4]),
      (["JOB_COMPLETION_INDEX": "0"], "auto/5", [4]),
      (["AWS_BATCH_JOB_ARRAY_INDEX": "1"], "auto/5", [0]),
      (["OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_SIZE": "4"], "auto/4", [2]),
      (["OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_SIZE": "4"], "auto", [3]),
      (["AWS_BATCH_JOB_ARRAY_INDEX": "1", "AWS_BATCH_JOB_ARRAY_SIZE": "2"], "auto", [1, 3]),
      (["SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "2"], "auto", [1, 3]),
      (
        [
          "SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "2", "PMI_RANK": "1", "PMI_SIZE": "2",
        ], "auto", [1, 3]
      ),
      (
        [
          "SGE_TASK_ID": "6", "SGE_TASK_FIRST": "5", "SGE_TASK_LAST": "7", "SGE_TASK_STEPSIZE": "1",
        ],
        "auto", [1, 4]
      ),
      (
        [
          "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "2", "OMPI_COMM_WORLD_RANK": "0",
          "OMPI_COMM_WORLD_SIZE": "1",
        ], "auto", [0, 2, 4]
      ),
    ]
    for (environment, option, expected) in calls {
      let folder = "out-\(environment.values.sorted().joined())-\(option.count)/"
      let call = ["pool", "--shard", option, "--force", "-o", folder] + inputs
      try sandbox.succeed(call, environment: environment)
      let done = sandbox.files.filter { $0.hasPrefix(folder) }
      #expect(done == expected.map { "\(folder)\($0).maxpool.png" }, "\(environment) \(option)")
      for name in done { try FileManager.default.removeItem(atPath: sandbox.folder.path(name)) }
    }
  }

  @Test("--shard auto is refused where a task's number does not say the part")
  func doubtfulTasks() throws {
    let calls: [([String: String], String)] = [
      (["SLURM_ARRAY_TASK_ID": "2"], "auto/N"), (["PBS_ARRAY_INDEX": "2"], "auto/N"),
      (
        [
          "SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "1",
          "SLURM_ARRAY_TASK_MAX": "3",
        ], "auto/N"
      ),
      (
        [
          "SGE_TASK_ID": "3", "SGE_TASK_FIRST": "1", "SGE_TASK_LAST": "5", "SGE_TASK_STEPSIZE": "2",
        ],
        "auto/N"
      ),
      (["SGE_TASK_ID": "undefined"], "none is set"), (["LSB_JOBINDEX": "0"], "none is set"),
      (
        [
          "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "2", "OMPI_COMM_WORLD_RANK": "0",
          "OMPI_COMM_WORLD_SIZE": "2",
        ], "OMPI_COMM_WORLD_RANK"
      ),
      (["PBS_ARRAY_INDEX": "two"], "'two'"),
      (["SLURM_PROCID": "0", "SLURM_NTASKS": "1"], "none is set"),
      (
        ["SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "2", "PBS_ARRAY_INDEX": "1"],
        "PBS_ARRAY_INDEX"
      ),
    ]
    for (environment, word) in calls {
      try sandbox.fail(
        64, ["pool", "--shard", "auto", "x.png"], environment: environment, saying: [word])
    }
    try sandbox.fail(64, ["pool", "--shard", "auto/0", "x.png"], saying: ["auto/N"])
    let alone = ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"]
    try sandbox.fail(
      64, ["pool", "--shard", "auto/4", "x.png"], environment: alone, saying: ["one process"])
  }

  @Test("many inputs on several threads give the files that each gives alone")
  func manyInputs() throws {
    let inputs = (0..<12).map { "\($0).png" }
    try write(inputs)
    try sandbox.succeed(["filter", "--gaussian", "1", "--threads", "4", "-o", "many/"] + inputs)
    for input in inputs {
      try sandbox.succeed(["filter", "--gaussian", "1", "--threads", "1", input])
      let name = input.replacingOccurrences(of: ".png", with: ".gaussian-1.png")
      #expect(try sandbox.data("many/\(name)") == sandbox.data(name))
    }
  }
}
