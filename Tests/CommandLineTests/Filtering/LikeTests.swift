import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("--like")
struct LikeTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.writeImpulse("i.png", height: 5, width: 7, value: 20)
  }

  private func levels(_ arguments: [String]) throws -> [UInt16] {
    try sandbox.succeed(["filter"] + arguments + ["i.png", "-o", "o.png", "--force"])
    return try sandbox.picture("o.png").samples.map { UInt16($0) }
  }

  /// The responses to an impulse of 20 at 2,3, by rows.
  private func rows(_ numbers: [Int: [UInt16]]) -> [UInt16] {
    (0..<5).flatMap { numbers[$0] ?? [UInt16](repeating: 0, count: 7) }
  }

  @Test("an impulse shows the flip and the anchor of each program")
  func impulse() throws {
    let kernel = ["--kernel", "1 2 3 4"]
    let turned: [UInt16] = [0, 0, 80, 60, 40, 20, 0]
    let written: [UInt16] = [0, 20, 40, 60, 80, 0, 0]
    #expect(try levels(kernel + ["--like", "opencv"]) == rows([2: turned]))
    #expect(try levels(kernel + ["--like", "vips"]) == rows([2: turned]))
    #expect(try levels(kernel + ["--like", "scipy"]) == rows([2: written]))
    #expect(
      try levels(kernel + ["--like", "imagemagick"])
        == rows([2: [0, 0] + written.dropFirst().dropLast()]))
    #expect(
      try levels(["--kernel", "1 2 3; 0 0 0; 0 0 0", "--like", "pillow"])
        == rows([1: [0, 0, 10, 7, 3, 0, 0]]))
  }

  @Test("an option beside --like wins")
  func optionsWin() throws {
    let kernel = ["--kernel", "1 2 3 4", "--like", "opencv"]
    #expect(
      try levels(kernel + ["--anchor", "0,0"]) == rows([2: [80, 60, 40, 20, 0, 0, 80]]))
    #expect(try levels(kernel + ["--scale", "0.5"]) == rows([2: [0, 0, 40, 30, 20, 10, 0]]))
    let scipy = ["--kernel", "1 2 3 4", "--like", "scipy"]
    #expect(try levels(scipy + ["--correlate"]) == rows([2: [0, 0, 80, 60, 40, 20, 0]]))
    #expect(try levels(["--laplacian", "--like", "scipy", "--view", "clip"])[2 * 7 + 3] == 0)
    #expect(try levels(["--laplacian", "--like", "scipy"])[2 * 7 + 3] == 176)
  }

  @Test("--explain says what differs, a line each")
  func explains() throws {
    let text = try sandbox.succeed(
      ["filter", "--like", "opencv", "--border", "wrap", "--laplacian", "--explain", "i.png"]
    ).text
    for words in ["like      opencv, cv2.filter2D", "border: wrap, by --border", "ties to even"] {
      #expect(text.contains(words), "\(words)")
    }
    let json = try sandbox.succeed(
      ["filter", "--like", "skimage", "--laplacian", "--explain", "--json", "i.png"]
    ).text
    #expect(json.contains("\"program\"") && json.contains("skimage.filters.laplace"))
    #expect(sandbox.files.contains("i.laplacian-like-opencv.png"))
  }

  @Test("wrong calls are answered")
  func wrongCalls() throws {
    for (arguments, words) in [
      (["--like", "opencb", "--laplacian"], ["--like opencv"]),
      (["--like", "cv2", "--laplacian"], ["--like opencv"]),
      (["--like", "pytorch", "--laplacian"], ["--like torch"]),
      (["--like", "pil", "--gaussian", "2"], ["--like pillow"]),
      (["--like", "pillow", "--gaussian", "2"], ["three boxes", "--gaussian S"]),
      (["--like", "pillow", "--kernel", "1 2"], ["3×3 and 5×5"]),
      (["--like", "opencv", "--median", "3"], ["about kernels"]),
      (["--like", "opencv", "--sobel"], ["--sobel-x"]),
      (["--like", "opencv", "--laplacian", "--then", "box 3"], ["rounds between"]),
      (["--like", "opencv", "--laplacian", "--linear"], ["as they are"]),
      (["--like", "opencv", "--sobel-x", "--correlate"], ["--correlate is for --kernel"]),
      (["--like", "opencv", "--box", "3", "--method", "fft"], ["--method fft"]),
      (["--like", "scipy", "--box", "3", "--stride", "2"], ["two passes"]),
      (["--like", "keras", "--kernel", "1 2", "--border", "zero", "--stride", "2"], ["--anchor"]),
      (["--like", "opencv", "--layer", "conv2d_1", "--unit", "0"], ["as it was learned"]),
    ] {
      try sandbox.fail(64, ["filter"] + arguments + ["i.png"], saying: words)
    }
    let topic = try sandbox.succeed(["help", "like"]).text
    for name in ["opencv", "scipy", "skimage", "pillow", "imagemagick", "vips", "torch", "keras"] {
      #expect(topic.contains("\n  \(name) "), "\(name)")
    }
  }
}
