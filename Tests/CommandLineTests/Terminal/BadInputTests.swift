import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Bad inputs: one line, 65, 66 or 75")
struct BadInputTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func jpeg(height: Int, width: Int) throws -> Data {
    try sandbox.write("whole.png", Image.random(height: height, width: width))
    let arguments = ["filter", "--identity", "whole.png", "-o", "-", "--format", "jpg"]
    return try sandbox.succeed(arguments).output
  }

  @Test("what is not there, or is a folder, is no input")
  func missing() throws {
    try FileManager.default.createDirectory(
      at: sandbox.folder.url.appendingPathComponent("folder.png"), withIntermediateDirectories: true
    )
    for command in [["filter", "--laplacian"], ["pool"]] {
      try sandbox.fail(66, command + ["nothing.png"], saying: ["nothing.png: no such file"])
      try sandbox.fail(66, command + ["folder.png"], saying: ["folder.png: is a directory"])
      try sandbox.fail(66, command + ["no/such/place.jpg"], saying: ["no/such/place.jpg"])
    }
    let kernel = ["filter", "--kernel", "nothing.csv", "whole.png"]
    try sandbox.fail(66, kernel, saying: ["nothing.csv"])
    try sandbox.fail(66, ["filter", "--kernel", "k.npy", "whole.png"], saying: ["k.npy"])
    try sandbox.fail(66, ["filter", "--bank", "bank.npy", "whole.png"], saying: ["bank.npy"])
    try sandbox.fail(66, ["pool", "--files-from", "list.txt"], saying: ["list.txt"])
  }

  @Test(
    "a device that never ends is refused where a whole file is read",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/zero")))
  func endless() throws {
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.folder.url.appendingPathComponent("endless.txt").path,
      withDestinationPath: "/dev/zero")
    try sandbox.write("whole.png", Image.random(height: 3, width: 4))
    let filter = ["filter", "whole.png"]
    try sandbox.fail(75, filter + ["--kernel", "endless.txt"], saying: ["endless.txt", "256 MB"])
    try sandbox.fail(75, ["pool", "--files-from", "/dev/zero"], saying: ["/dev/zero", "256 MB"])
    try sandbox.fail(75, ["summary", "--model", "/dev/zero"], saying: ["/dev/zero", "256 MB"])
  }

  @Test("an empty file, a text file and a foreign format are named")
  func notPictures() throws {
    try sandbox.write("empty.jpg", "")
    try sandbox.write("text.png", "This is not a picture, it is a text.\n")
    try sandbox.write("short.png", "P")
    try sandbox.write("anim.gif", "GIF89a and so on and so on")
    try sandbox.fail(65, ["filter", "--laplacian", "empty.jpg"], saying: ["empty.jpg: empty file"])
    try sandbox.fail(
      65, ["filter", "--laplacian", "text.png"], saying: ["text.png", "JPEG", "PNG", "NPY"])
    try sandbox.fail(65, ["pool", "short.png"], saying: ["short.png"])
    try sandbox.fail(65, ["pool", "anim.gif"], saying: ["GIF"])
    try sandbox.fail(65, ["pool", "-"], input: Data(), saying: ["standard input: empty"])
  }

  @Test("a truncated JPEG says how many rows there are, and leaves no output")
  func truncatedJPEG() throws {
    let whole = try jpeg(height: 120, width: 90)
    try sandbox.write("cut.jpg", whole.prefix(whole.count * 6 / 10))
    for options in [["-o", "out.png"], [], ["-o", "out.jpg"], ["-o", "out.npy"]] {
      let error = try sandbox.fail(65, ["filter", "--laplacian", "cut.jpg"] + options)
      let pattern = /^convtool: cut\.jpg: truncated JPEG: (\d+) of 120 rows\n$/
      let match = try #require(try pattern.wholeMatch(in: error), "\(error)")
      #expect((1..<120).contains(Int(match.1) ?? 0))
    }
    try sandbox.write("header.jpg", whole.prefix(100))
    try sandbox.fail(65, ["pool", "header.jpg"], saying: ["truncated JPEG"])
  }

  @Test("a PNG with a bad checksum, and one cut short, are damage")
  func damagedPNG() throws {
    var bytes = PNGBuilder(height: 30, width: 20, color: .rgb).bytes
    try sandbox.write("cut.png", Data(bytes.prefix(bytes.count / 2)))
    bytes[bytes.count - 13] ^= 1
    try sandbox.write("crc.png", Data(bytes))
    try sandbox.fail(
      65, ["filter", "--laplacian", "crc.png"], saying: ["crc.png: damaged PNG", "CRC"])
    try sandbox.fail(65, ["pool", "crc.png", "-o", "x.npy"], saying: ["CRC"])
    try sandbox.fail(
      65, ["filter", "--laplacian", "cut.png"], saying: ["cut.png: truncated PNG", "of 30 rows"])
  }

  @Test("damage behind the last row that an output needs is still damage")
  func damageBehindTheEnd() throws {
    var bytes = PNGBuilder(height: 31, width: 4, color: .gray).bytes
    bytes[bytes.count - 1] ^= 1
    try sandbox.write("end.png", Data(bytes))
    try sandbox.fail(65, ["pool", "--size", "30x4", "end.png"], saying: ["end.png"])
    let filter = ["filter", "--identity", "--stride", "20", "end.png"]
    try sandbox.fail(65, filter, saying: ["end.png"])
  }

  @Test("arrays of other types or dimensions, or cut short, are named")
  func badArrays() throws {
    let values = [Double](repeating: 1, count: 24)
    let complex = NPYFile.header("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1), }")
    try sandbox.write("complex.npy", Data(complex + [UInt8](repeating: 0, count: 8)))
    try sandbox.write("flat.npy", NPYFile(shape: [24], values: values).data)
    try sandbox.write("cut.npy", NPYFile(shape: [4, 6], values: values).data.dropLast(30))
    try sandbox.fail(65, ["pool", "complex.npy"], saying: ["complex.npy", "<c8"])
    try sandbox.fail(65, ["pool", "flat.npy"], saying: ["flat.npy", "dimensions"])
    try sandbox.fail(65, ["pool", "cut.npy"], saying: ["cut.npy: truncated NPY: 2 of 4 rows"])
  }

  @Test("kernel files with mistakes in them are damaged data")
  func badKernelFiles() throws {
    try sandbox.write("in.png", Image.random(height: 9, width: 9))
    try sandbox.write("ragged.txt", "1 2 3\n4 5\n")
    try sandbox.write("words.csv", "1,2\nthree,4\n")
    try sandbox.write("empty.txt", "# nothing\n")
    try sandbox.write("cube.npy", NPYFile(shape: [1, 1, 1, 1, 1], values: [1]).data)
    try sandbox.write("nan.npy", NPYFile(shape: [1, 1], values: [.nan]).data)
    try sandbox.write("none.npy", NPYFile(shape: [0, 3], values: []).data)
    let names = [
      "ragged.txt", "words.csv", "empty.txt", "cube.npy", "nan.npy", "none.npy",
    ]
    for name in names {
      try sandbox.fail(65, ["filter", "--kernel", name, "in.png"], saying: [name])
    }
    try sandbox.fail(65, ["filter", "--bank", "nan.npy", "in.png"], saying: ["nan.npy"])
  }

  @Test("a kernel that does not suit the picture's depth or size is explained")
  func unsuitableKernels() throws {
    try sandbox.write("gray.png", Image.random(height: 9, width: 9))
    try sandbox.write(
      "deep.npy", NPYFile(shape: [2, 2, 3], values: [Double](repeating: 1, count: 12)).data)
    let deep = try sandbox.run(["filter", "--kernel", "deep.npy", "gray.png"])
    #expect([64, 65].contains(deep.code))
    #expect(deep.errors.contains("gray.png") && deep.errors.contains("3"))
    try sandbox.fail(
      65, ["filter", "--box", "11", "--border", "valid", "gray.png"],
      saying: ["gray.png", "11×11", "9×9"])
    try sandbox.fail(65, ["pool", "--size", "10", "gray.png"], saying: ["gray.png", "10×10"])
  }

  @Test(
    "a file that cannot be read to its end is an error of the input, not of the output",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem")))
  func unreadableInput() throws {
    let error = try sandbox.fail(65, ["filter", "--laplacian", "/proc/self/mem"])
    #expect(error.hasPrefix("convtool: /proc/self/mem: "))
  }
}
