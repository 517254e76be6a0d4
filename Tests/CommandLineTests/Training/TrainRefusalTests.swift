import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("Training that cannot be")
struct TrainRefusalTests {
  private static let call = [
    "train-mnist", "--synthetic", "--limit", "80", "--validation", "16", "--quiet",
  ]
  private static let wrong = [
    ["--optimizer", "newton"], ["--loss", "hinge"], ["--network", "transformer"],
    ["--batch-size", "0"], ["--epochs", "0"], ["--limit", "0"], ["--validation", "80"],
    ["--validation", "-1"], ["--validation", "100%"], ["--validation", "some"],
    ["--validation", "0x8"], ["--learning-rate", "0"], ["--learning-rate", "nan"],
    ["--patience", "-2"], ["--schedule", "steps"], ["--hidden", "0"], ["--seed", "many"],
    ["--data", "digits"], ["--init", "conv2d_1"], ["--init", "conv2d_1=nothing"],
    ["--init", "conv2d_9=sobel-x"], ["--init", "dense=sobel-x"],
    ["--init", "conv2d_1=roberts-x"], ["--freeze", "conv2d_9"], ["--threads", "0"],
  ]

  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("wrong options are wrong usage, before anything is made", arguments: wrong)
  func usage(options: [String]) throws {
    let error = try sandbox.fail(64, TrainRefusalTests.call + ["-o", "run"] + options)
    #expect(error.contains(options[0]) || error.contains("'nothing'"), "\(error)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("run")))
  }

  @Test("more kernels than units are too many")
  func tooManyKernels() throws {
    let kernels = [String](repeating: "sobel-x", count: 33).joined(separator: ",")
    let call = TrainRefusalTests.call + ["-o", "run", "--init", "conv2d_1=\(kernels)"]
    try sandbox.fail(64, call, saying: ["conv2d_1", "33", "32"])
  }

  @Test(
    "a loss that is no number ends with its epoch and step, and the last good checkpoint stays",
    arguments: ["sgd", "adam"])
  func divergence(optimizer: String) throws {
    let options = ["--epochs", "3", "--learning-rate", "1e30", "--optimizer", optimizer]
    let result = try sandbox.run(TrainRefusalTests.call + options + ["-o", "run"])
    #expect(result.code == 65)
    let line = /convtool: [^\n]*epoch \d+[^\n]*step \d+[^\n]*\n/
    #expect(result.errors.wholeMatch(of: line) != nil, "\(result.errors)")
    #expect(result.output.isEmpty)
    for name in ["run/checkpoint.safetensors", "run/model.safetensors"]
    where sandbox.files.contains(name) {
      let tensors = try SavedWeights(try sandbox.data(name)).tensors
      #expect(tensors.values.allSatisfy { $0.values.allSatisfy(\.isFinite) }, "\(name)")
    }
    #expect(sandbox.files.contains("run/checkpoint.safetensors"))
    #expect(!sandbox.files.contains("run/run.json"))
  }

  @Test("kernels named by --init are where training starts, and --freeze keeps them to the bit")
  func initializedAndFrozen() throws {
    let options = [
      "--init", "conv2d_1=sobel-x,laplacian", "--freeze", "conv2d_1", "--epochs", "1",
      "--batch-size", "16", "--loss", "squared", "-o", "run",
    ]
    try sandbox.succeed(TrainRefusalTests.call + options)
    for (name, folder) in [("model", "kept"), ("checkpoint", "last")] {
      try sandbox.succeed([
        "dump-filters", "--model", "run/\(name).safetensors", "--npy", "--zoom", "1", "-o", folder,
      ])
    }
    let sobel = try sandbox.array("kept/01-conv2d_1/00.npy")
    #expect(sobel.shape == [3, 3])
    #expect(sobel.values == [1, 0, -1, 2, 0, -2, 1, 0, -1])
    let laplacian = try sandbox.array("kept/01-conv2d_1/01.npy")
    #expect(laplacian.values == [0, 1, 0, 1, -4, 1, 0, 1, 0])
    // The model holds averages and the checkpoint the last step: alike only where nothing moved.
    for (layer, isFrozen) in [("01-conv2d_1", true), ("02-conv2d_2", false)] {
      let (kept, last) = (
        try sandbox.data("kept/\(layer).npy"), try sandbox.data("last/\(layer).npy")
      )
      #expect((kept == last) == isFrozen, "\(layer)")
    }
    #expect(Set(try sandbox.array("kept/01-conv2d_1/02.npy").values).count == 9)
  }

  @Test("data that is not sound is named, and no run folder is made")
  func unsoundData() throws {
    for split in ["train", "t10k"] {
      try sandbox.write("digits/\(split)-images-idx3-ubyte", IDX.images(4))
      try sandbox.write("digits/\(split)-labels-idx1-ubyte", IDX.labels([1, 2, 3, 10]))
    }
    let call = ["train-mnist", "--data", "digits", "--validation", "1", "-o", "run"]
    try sandbox.fail(65, call, saying: ["train-labels-idx1-ubyte", "10"])
    let missing = ["train-mnist", "--data", "nowhere", "-o", "run"]
    try sandbox.fail(66, missing, saying: ["nowhere"])
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("run")))
  }

  #if os(Linux)
    @Test(
      "without data and without a network: 69, and the ways out are named",
      .enabled(if: ProcessInfo.processInfo.environment["CONVTOOL_MNIST"] == nil))
    func offline() throws {
      let home = try TemporaryFolder()
      // Nobody listens there: what asks for a file is refused at once, whatever the machine.
      let proxy = "http://127.0.0.1:9"
      var environment = ["HOME": home.url.path, "XDG_CACHE_HOME": home.url.path, "no_proxy": ""]
      for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy"] {
        environment[name] = proxy
      }
      let start = ContinuousClock.now
      try sandbox.fail(
        69, ["train-mnist", "-o", "run"], environment: environment,
        saying: ["--data", "--synthetic"])
      #expect(ContinuousClock.now - start < .seconds(15))
      #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("run")))
      // Neither half a file nor an empty one nor a folder for them.
      let left = try FileManager.default.contentsOfDirectory(atPath: home.url.path)
      #expect(left.isEmpty)
    }
  #endif
}
