import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Numbers are decimal and finite, wherever one is read")
struct RefusedNumberTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", Image.random(height: 6, width: 7))
  }

  @Test("hexadecimal numbers are refused by every filter, option, text and command")
  func hexadecimal() throws {
    try sandbox.write("k.txt", "0 1 0\n1 -0x4 1\n0 1 0\n")
    let calls: [[String]] = [
      ["filter", "--gaussian", "0x10"], ["filter", "--gaussian", "0x1p3"],
      ["filter", "--gaussian", "-0X2"], ["filter", "--log", "0x1"],
      ["filter", "--canny", "0x10,100"], ["filter", "--unsharp", "1,0x2"],
      ["filter", "--kernel", "0x10 0 0"], ["filter", "--kernel", "1/0x10"],
      ["filter", "--kernel", "[0x1p3]"], ["filter", "--laplacian", "--then", "gaussian 0x10"],
    ]
    for call in calls { try sandbox.fail(64, call + ["x.png"], saying: ["hexadecimal"]) }
    try sandbox.fail(
      65, ["filter", "--kernel", "k.txt", "x.png"], saying: ["k.txt", "hexadecimal"])
    try sandbox.fail(64, ["kernels", "gaussian", "0x2"], saying: ["hexadecimal"])
    for option in ["--scale", "--bias"] {
      try sandbox.fail(
        64, ["filter", "--identity", option, "0x2", "x.png"], saying: [option, "hexadecimal"])
    }
    for option in [
      ["--border", "constant:0x10"], ["--stride", "0x2"], ["--dilate", "0x2"],
      ["--quality", "0x32"], ["--threads", "0x2"], ["--max-memory", "0x10M"],
      ["--max-pixels", "0x100000"],
    ] {
      try sandbox.fail(64, ["filter", "--box", "3"] + option + ["x.png"], saying: [option[0]])
    }
    for option in ["--learning-rate", "--half-life", "--weight-decay", "--averaging"] {
      try sandbox.fail(64, ["train-mnist", "--synthetic", option, "0x1p-3"], saying: [option])
    }
  }

  @Test("the words nan and inf are no numbers, and a decimal comma is named")
  func words() throws {
    for word in ["nan", "inf", "-inf", "infinity", "NaN", "1e999"] {
      try sandbox.fail(64, ["filter", "--gaussian", word, "x.png"], saying: ["finite"])
      try sandbox.fail(64, ["filter", "--kernel", "1 \(word)", "x.png"], saying: ["finite"])
      try sandbox.fail(64, ["filter", "--identity", "--bias", word, "x.png"], saying: ["finite"])
      try sandbox.fail(64, ["filter", "--box", "3", "--border", "constant:\(word)", "x.png"])
    }
    try sandbox.fail(64, ["filter", "--gaussian", "1,5", "x.png"], saying: ["1.5"])
    try sandbox.fail(64, ["filter", "--identity", "--scale", "1,5", "x.png"], saying: ["1.5"])
  }

  @Test("ImageMagick's radius and sigma are answered with what they mean here")
  func imageMagick() throws {
    try sandbox.fail(64, ["filter", "--gaussian", "0x2", "x.png"], saying: ["--gaussian 2"])
    try sandbox.fail(64, ["filter", "--gaussian", "5x1.5", "x.png"], saying: ["--gaussian 1.5"])
    try sandbox.fail(64, ["filter", "--unsharp", "0x2+1.5+0.05", "x.png"], saying: ["--unsharp 2"])
    try sandbox.fail(64, ["filter", "--box", "3x3", "x.png"], saying: ["--box 3"])
  }

  @Test("numbers that no integer holds are wrong usage, not a trap")
  func overflows() throws {
    for value in ["4611686018427387904", "9223372036854775807", "99999999999999999999", "-1"] {
      for option in ["--padding", "--size", "--stride"] {
        try sandbox.fail(64, ["pool", "x.png", option, value], saying: [option])
      }
      for option in ["--stride", "--dilate", "--anchor", "--depth", "--quality", "--threads"] {
        try sandbox.fail(64, ["filter", "--laplacian", option, value, "x.png"], saying: [option])
      }
      try sandbox.fail(
        64, ["pool", "x.png"], environment: ["CONVTOOL_THREADS": value],
        saying: ["CONVTOOL_THREADS"])
    }
    for value in ["9999999999T", "9223372036854775808", "1E", "M"] {
      try sandbox.fail(64, ["pool", "x.png", "--max-memory", value], saying: [value])
    }
    try sandbox.fail(64, ["filter", "--motion", "5,1e308", "x.png"], saying: ["ANGLE", "36000"])
    try sandbox.fail(64, ["filter", "--unsharp", "1,1e300", "x.png"], saying: ["float32"])
  }

  @Test("Slurm's variables are whole numbers that fit together, or wrong usage")
  func slurm() throws {
    let good = [
      "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1",
    ]
    for name in good.keys {
      for value in ["-5", "9223372036854775807", "-9223372036854775808", "x", "0x1"] {
        try sandbox.fail(
          64, ["pool", "--shard", "auto", "x.png"],
          environment: good.merging([name: value]) { $1 }, saying: [name])
      }
    }
    try sandbox.succeed(["pool", "--shard", "auto", "x.png"], environment: good)
    #expect(sandbox.files.contains("x.maxpool.png"))
  }

  @Test("sizes and memory are read as people write them")
  func spellings() throws {
    for size in ["3x2", "3,2"] {
      try sandbox.succeed(["pool", "x.png", "--size", size, "--stride", "1"])
      #expect(try sandbox.picture("x.maxpool-3x2-stride-1.png").info.shape.size.height == 4)
    }
    for stride in ["2x3", "2,3"] {
      let response = try sandbox.response(["filter", "--box", "3", "--stride", stride, "x.png"])
      #expect(response.shape == [3, 3])
    }
    for memory in ["500M", "500MB", "500MiB", "1g", "600000000"] {
      try sandbox.succeed(["pool", "x.png", "--max-memory", memory])
    }
  }
}
