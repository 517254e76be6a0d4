import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

extension NetworkTests {
  @Suite("evaluate")
  struct EvaluateTests {
    private struct Result: Decodable {
      let accuracy: Double
      let loss: Double
      let images: Int
      let confusion: [[Int]]
    }

    private let model: TrainedModel
    private let sandbox: CommandSandbox
    private var call: [String] { ["evaluate", "--model", model.path, "--data"] }

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    private func result(_ folder: String) throws -> Result {
      let output = try sandbox.succeed(call + [folder, "--json"]).output
      return try JSONDecoder().decode(Result.self, from: output)
    }

    @Test("the confusion matrix counts each label once, and its diagonal is the accuracy")
    func confusion() throws {
      let result = try result(model.digits)
      let labels = [UInt8](try model.data("digits/\(DigitMistake.labelFile)").dropFirst(8))
      let counts = (0..<10).map { digit in labels.count { Int($0) == digit } }
      #expect(result.images == 60 && counts.reduce(0, +) == 60)
      #expect(result.confusion.map { $0.reduce(0, +) } == counts)
      #expect(result.confusion.allSatisfy { $0.count == 10 && $0.allSatisfy { $0 >= 0 } })
      let right = result.confusion.indices.reduce(0) { $0 + result.confusion[$1][$1] }
      #expect(abs(result.accuracy - Double(right) / 60) < 1e-9)
      #expect((0.01...3).contains(result.loss))
    }

    @Test("the text says what the JSON says, with a row for each class")
    func table() throws {
      let result = try result(model.digits)
      let lines = try sandbox.succeed(call + [model.digits]).text.split(separator: "\n")
      let right = Int((result.accuracy * 60).rounded())
      let first = try #require(lines.first)
      #expect(first.contains(String(format: "%.2f %%", 100 * result.accuracy)))
      #expect(first.contains("\(right) of 60"))
      for (digit, row) in result.confusion.enumerated() {
        let words = ["\(digit)"] + row.map(String.init)
        #expect(lines.contains { $0.split(separator: " ") == words.map { Substring($0) } })
        let total = row.reduce(0, +)
        let recall = String(format: "%.2f", 100 * Double(row[digit]) / Double(max(1, total)))
        #expect(
          lines.contains {
            $0.split(separator: " ").starts(with: ["\(digit)", "\(total)"])
              && $0.contains(recall)
          }, "\(digit)")
      }
    }

    @Test("-o draws the confusion matrix, and what is there stays without --force")
    func picture() throws {
      try sandbox.succeed(call + [model.digits, "-o", "matrix.png"])
      let drawn = try sandbox.data("matrix.png")
      #expect(try Picture(drawn).info.shape.height >= 300)
      try sandbox.write("other.png", "precious")
      let other = call + [model.digits, "-o", "other.png"]
      let refused = try sandbox.run(other)
      #expect(refused.code == 73 && refused.errors.contains("other.png"))
      #expect(try sandbox.data("other.png") == Data("precious".utf8))
      try sandbox.succeed(other + ["--force"])
      #expect(try sandbox.data("other.png") == drawn)
      let nowhere = try sandbox.run(call + [model.digits, "-o", "no/such/folder/m.png"])
      #expect(nowhere.code == 73)
    }

    @Test("an output that exists is refused before anything is printed")
    func refusedFirst() throws {
      try sandbox.write("other.png", "precious")
      try sandbox.fail(73, call + [model.digits, "-o", "other.png"], saying: ["other.png"])
    }

    @Test(
      "digits with a mistake in them are damaged data, and the file is named",
      arguments: DigitMistake.all)
    func mistakes(mistake: DigitMistake) throws {
      try sandbox.write("d/\(DigitMistake.imageFile)", mistake.images)
      try sandbox.write("d/\(DigitMistake.labelFile)", mistake.labels)
      try sandbox.fail(65, call + ["d"], saying: [mistake.file] + mistake.words)
    }

    @Test("what is missing is no input, and is named")
    func missing() throws {
      try sandbox.fail(66, call + ["nowhere"], saying: ["nowhere"])
      try sandbox.write("d/\(DigitMistake.imageFile)", IDX.images(3))
      try sandbox.fail(66, call + ["d"], saying: [DigitMistake.labelFile])
    }

    @Test(
      "digits are found under the names that archives give them",
      arguments: [
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
        (
          "t10k-images-idx3-ubyte/t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte"
        ),
        ("t10k-images.idx3-ubyte/t10k-images.idx3-ubyte", "T10K-LABELS-IDX1-UBYTE"),
        ("T10k-Images-IDX3-ubyte/t10k-images-idx3-ubyte", "t10k-labels.idx1-ubyte.GZ"),
      ])
    func archives(images: String, labels: String) throws {
      try sandbox.write("d/\(images)", try model.data("digits/\(DigitMistake.imageFile)"))
      try sandbox.write("d/\(labels)", try model.data("digits/\(DigitMistake.labelFile)"))
      #expect(try result("d").confusion == result(model.digits).confusion)
    }

    @Test("folders of the files' names beside the files do not hide them")
    func foldersBeside() throws {
      for name in [DigitMistake.imageFile, DigitMistake.labelFile] {
        let dotted = name.replacing("-idx", with: ".idx")
        try sandbox.write("d/\(dotted)", try model.data("digits/\(name)"))
        try sandbox.write("d/\(name)/\(name)", try model.data("digits/\(name)"))
      }
      try sandbox.write("d/t10k-images-idx3-ubyte.gz/readme", "not what it is called")
      #expect(try result("d").confusion == result(model.digits).confusion)
    }

    @Test(
      "gzip files of several members, and zeros behind them, are read",
      .enabled(if: Tool.areInstalled("gzip")))
    func members() throws {
      let name = DigitMistake.imageFile
      let bytes = [UInt8](try model.data("digits/\(name)"))
      var packed = Data()
      let cuts = [0, 10, 5_000, bytes.count]
      for (start, end) in zip(cuts, cuts.dropFirst()) {
        packed += try #require(try Tool("gzip").output(["-c"], input: Array(bytes[start..<end])))
        // Zeros between members are passed over as well.
        if start == 10 { packed += [0, 0, 0] }
      }
      try sandbox.write("d/\(name).gz", packed + Data(repeating: 0, count: 512))
      try sandbox.write("e/\(name).gz", packed + Data([0, 0, 9]))
      try sandbox.write("f/\(name).gz", packed + Data([0x1F, 0x8B, 8]))
      for folder in ["d", "e", "f"] {
        try sandbox.write(
          "\(folder)/\(DigitMistake.labelFile)",
          try model.data("digits/\(DigitMistake.labelFile)"))
      }
      #expect(try result("d").confusion == result(model.digits).confusion)
      try sandbox.fail(65, call + ["e"], saying: ["\(DigitMistake.imageFile).gz"])
      try sandbox.fail(65, call + ["f"], saying: ["\(DigitMistake.imageFile).gz"])
    }

    @Test(
      "gzip is read as well, and noticed when cut short", .enabled(if: Tool.areInstalled("gzip")))
    func gzip() throws {
      let plain = try result(model.digits)
      var packed: [String: Data] = [:]
      for name in [DigitMistake.imageFile, DigitMistake.labelFile] {
        let bytes = [UInt8](try model.data("digits/\(name)"))
        packed[name] = Data(try #require(try Tool("gzip").output(["-c"], input: bytes)))
        try sandbox.write("z/\(name).gz", try #require(packed[name]))
      }
      #expect(try result("z").confusion == plain.confusion)
      let whole = try #require(packed[DigitMistake.imageFile])
      for length in [whole.count / 2, whole.count - 3, 12] {
        try sandbox.write("z/\(DigitMistake.imageFile).gz", whole.prefix(length))
        try sandbox.fail(65, call + ["z"], saying: ["\(DigitMistake.imageFile).gz"])
      }
      var damaged = whole
      damaged[whole.count - 6] ^= 0x55
      try sandbox.write("z/\(DigitMistake.imageFile).gz", damaged)
      try sandbox.fail(65, call + ["z"], saying: ["\(DigitMistake.imageFile).gz"])
    }
  }
}
