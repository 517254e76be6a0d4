import ConvCore
import Foundation
import TestSupport
import Testing

/// The largest allowed value of every option, on a small picture: no option's time explodes.
@Suite("Time")
struct TimeLimitTests {
  private static let filters: [[String]] = [
    ["--gaussian", "250"], ["--box", "1001"], ["--motion", "1001,45"], ["--motion", "1001,30"],
    ["--binomial", "1001"], ["--unsharp", "250,1"], ["--log", "250"], ["--dog", "250,249"],
    ["--gabor", "250,30,30"], ["--canny", "1,2,250"], ["--median", "101"],
    ["--bilateral", "50,1000000"], ["--laplacian", "--stride", "65535"],
    ["--laplacian", "--dilate", "1000"], ["--gaussian", "250", "--stride", "65535"],
    ["--gaussian", "2", "--dilate", "250"], ["--kernel", "k.npy"],
    ["--kernel", "k.npy", "--border", "wrap"], ["--kernel", "k.npy", "--explain"],
    ["--gaussian", "250", "--explain"], ["--log", "100", "--explain"],
    ["--gaussian", "100", "--then", "gaussian 100", "--then", "log 100"],
    ["--opening", "1001"], ["--tophat", "1001", "--element", "cross", "--border", "wrap"],
    ["--erosion", "255,disk"], ["--rank", "50%,101"], ["--guided", "1001,1"],
    ["--local-normalize", "1001"], ["--threshold", "otsu"],
    ["--deconvolve", "box 101", "--richardson-lucy", "100"],
    ["--deconvolve", "box 255", "--wiener", "1e-9"],
  ]

  private static let pools: [[String]] = [
    ["--size", "65535", "--stride", "1", "--padding", "same"],
    ["--size", "65535", "--stride", "1", "--padding", "same", "--median"],
    ["--size", "64", "--stride", "1", "--padding", "same", "--median"],
    ["--size", "65535", "--stride", "1", "--padding", "32767", "--average"],
    ["--size", "65535", "--ceil"], ["--size", "2", "--stride", "65535"],
  ]

  /// Expects a call to end within some seconds, twice that by the clock: other tests run beside it.
  private func takes(_ seconds: Double, _ sandbox: CommandSandbox, _ arguments: [String]) throws {
    let start = ContinuousClock.now
    let result = try sandbox.run(arguments)
    let time = ContinuousClock.now - start
    let call = Comment(rawValue: "\(arguments): \(time), \(result.errors)")
    #expect(result.code == 0, call)
    #expect(time < .seconds(2 * seconds), call)
  }

  private func sandbox() throws -> CommandSandbox {
    let sandbox = try CommandSandbox()
    try sandbox.write("p.png", Image.random(height: 64, width: 64))
    let kernel = Kernel.random(height: 1001, width: 1001, real: true)
    try sandbox.write("k.npy", NPYFile(shape: [1001, 1001], values: kernel.coefficients).data)
    return sandbox
  }

  @Test("filters at their largest values end soon")
  func largestFilters() throws {
    let sandbox = try sandbox()
    for filter in TimeLimitTests.filters {
      try takes(10, sandbox, ["filter"] + filter + ["p.png", "-o", "o.png", "--force"])
    }
  }

  @Test("pools at their largest values end soon")
  func largestPools() throws {
    let sandbox = try sandbox()
    for pool in TimeLimitTests.pools {
      try takes(10, sandbox, ["pool"] + pool + ["p.png", "-o", "o.png", "--force"])
    }
  }

  @Test("a Laplacian of a Gaussian and a kernel's rank take no time to speak of")
  func kernels() throws {
    let sandbox = try sandbox()
    try takes(5, sandbox, ["filter", "--log", "40", "p.png", "-o", "o.png"])
    try takes(10, sandbox, ["kernels", "gaussian", "100"])
    try takes(10, sandbox, ["kernels", "motion", "401", "30"])
  }

  @Test("a window that would not fit into memory is refused")
  func reach() throws {
    let sandbox = try sandbox()
    try sandbox.fail(
      64, ["filter", "--gaussian", "250", "--dilate", "1000", "p.png", "-o", "o.png"],
      saying: ["--dilate", "4097"])
  }
}
