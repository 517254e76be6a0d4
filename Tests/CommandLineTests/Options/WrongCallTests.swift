import ConvCore
import TestSupport
import Testing

@Suite("Wrong calls: one line and 64")
struct WrongCallTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    let image = Image.random(height: 5, width: 7)
    try sandbox.write("in.png", image)
    try sandbox.write("b.png", image)
    try sandbox.write("other/in.png", image)
    try sandbox.write("deep.png", image, depth: 16)
  }

  private func expectRefusal(_ calls: [WrongCall]) throws {
    for call in calls {
      try sandbox.fail(64, call.list, saying: call.words)
    }
  }

  @Test("filters that were not asked for properly") func filters() throws {
    try expectRefusal(WrongCall.filters)
  }

  @Test("kernels that are none, or do not suit the method") func kernels() throws {
    try expectRefusal(WrongCall.kernels)
  }

  @Test("options with impossible values") func options() throws {
    try expectRefusal(WrongCall.options)
  }

  @Test("outputs that cannot be meant") func outputs() throws {
    try expectRefusal(WrongCall.outputs)
  }

  @Test("inputs, shards, limits and other commands") func others() throws {
    try expectRefusal(WrongCall.others)
  }

  @Test("environment variables are checked as options are")
  func environment() throws {
    let call = ["filter", "--laplacian", "in.png"]
    for name in ["avx9000", "neon", "AVX2"] {
      #if arch(arm64)
        if name == "neon" { continue }
      #endif
      try sandbox.fail(
        64, call, environment: ["CONVTOOL_ISA": name], saying: ["CONVTOOL_ISA", name])
    }
    for count in ["0", "many", "-1"] {
      try sandbox.fail(
        64, call, environment: ["CONVTOOL_THREADS": count], saying: ["CONVTOOL_THREADS", count])
    }
  }

  @Test("a wrong filter is the user's error even when there is no such input")
  func wrongFilterFirst() throws {
    try sandbox.fail(64, ["filter", "--median", "4", "missing.png"], saying: ["odd"])
  }
}
