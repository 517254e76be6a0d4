import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

extension NetworkTests {
  @Suite("predict")
  struct PredictTests {
    private struct Answer: Decodable {
      struct Entry: Decodable {
        let `class`: String
        let probability: Double
      }

      let image: String
      let box: [Int]?
      let top: [Entry]
      let doubt: Bool
    }

    private let model: TrainedModel
    private let sandbox: CommandSandbox
    /// Without notes: the small model of the tests is not sure of most digits.
    private var call: [String] { ["predict", "--model", model.path, "--quiet"] }

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    /// The repository's drawing of a digit: 160×160, as a person would hand it in.
    private func sample(_ digit: Int) -> String {
      Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("samples/digits/\(digit).png").path
    }

    private func answers(_ images: [String]) throws -> [Answer] {
      try sandbox.succeed(call + images + ["--json"]).text.split(separator: "\n").map {
        try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
      }
    }

    @Test("the top three of each picture, the most probable first, one line a picture")
    func topThree() throws {
      let images = [0, 3, 4, 9].map(sample)
      let answers = try answers(images)
      #expect(answers.map(\.image) == images)
      let lines = try sandbox.succeed(call + images).text.split(separator: "\n")
      #expect(lines.count == 4)
      for (answer, line) in zip(answers, lines) {
        let probabilities = answer.top.map(\.probability)
        #expect(answer.top.count == 3)
        #expect(Set(answer.top.map(\.class)).count == 3)
        #expect(answer.top.allSatisfy { Int($0.class).map((0..<10).contains) == true })
        #expect(probabilities == probabilities.sorted(by: >))
        #expect(probabilities.allSatisfy { $0 > 0 } && probabilities.reduce(0, +) <= 1.000_01)
        // Ten classes: the first has a tenth at least.
        #expect((probabilities.first ?? 0) >= 0.1)
        let entries = answer.top.map {
          String(format: "%@ %.1f %%", $0.class, 100 * $0.probability)
        }
        let words = answer.doubt ? "?" : entries.joined(separator: ", ")
        #expect(line == "\(answer.image): \(words)")
      }
      // Not one answer for everything.
      #expect(Set(answers.map { $0.top.first?.probability }).count == 4)
    }

    @Test("the probabilities are those of the last layer's activations")
    func sameAsActivations() throws {
      let answer = try #require(try answers([model.picture]).first)
      let last = try model.sandbox.array("maps/06-dense.npy")
      #expect(last.shape == [10])
      #expect(abs(last.values.reduce(0, +) - 1) < 1e-5)
      let order = last.values.indices.sorted { last.values[$0] > last.values[$1] }.prefix(3)
      #expect(answer.top.map(\.class) == order.map(String.init))
      for (entry, index) in zip(answer.top, order) {
        #expect(abs(entry.probability - last.values[index]) < 1e-6)
      }
    }

    @Test("a picture of MNIST's kind is shown to the network as it is")
    func takenAsItIs() throws {
      try sandbox.succeed(call + [model.picture, "--show-prepared"])
      #expect(sandbox.files == ["digit.prepared.png"])
      let picture = try sandbox.picture("digit.prepared.png")
      #expect(picture.samples == (try model.digitSamples(0).map { Double($0) }))
    }

    @Test("photos become 28×28 pixels, bright on black, centered, whatever their polarity")
    func prepared() throws {
      let ink = try sandbox.response(["filter", "--identity", sample(3), "--gray"])
      let image = Image(
        shape: ImageShape(height: ink.shape[0], width: ink.shape[1], channels: 1),
        samples: ink.values.map { Float($0.rounded()) })
      try sandbox.write("as-is.png", image)
      let inverted = Image(shape: image.shape, samples: image.samples.map { 255 - $0 })
      try sandbox.write("inverted.png", inverted)
      try sandbox.succeed(call + ["as-is.png", "inverted.png", sample(7), "--show-prepared"])
      let names = ["7.prepared.png", "as-is.prepared.png", "inverted.prepared.png"]
      #expect(sandbox.files.filter { $0.contains("prepared") } == names)
      for name in names {
        let picture = try sandbox.picture(name)
        #expect(picture.info.shape == ImageShape(height: 28, width: 28, channels: 1))
        expectCentered(picture.samples, name)
      }
      let (a, b) = (try sandbox.picture(names[1]).samples, try sandbox.picture(names[2]).samples)
      let distance = zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) } / a.reduce(0, +)
      #expect(distance < 0.25)
      #expect(try sandbox.picture(names[0]).samples != a)
    }

    private func expectCentered(_ pixels: [Double], _ name: String) {
      let sum = pixels.reduce(0, +)
      let y = pixels.indices.reduce(0) { $0 + Double($1 / 28) * pixels[$1] } / sum
      let x = pixels.indices.reduce(0) { $0 + Double($1 % 28) * pixels[$1] } / sum
      #expect((12.9...14.6).contains(y) && (12.9...14.6).contains(x), "\(name): \(y), \(x)")
      #expect((pixels.max() ?? 0) > 200 && sum / 784 < 100, "\(name)")
      let rows = pixels.indices.filter { pixels[$0] > 60 }.map { $0 / 28 }
      let height = (rows.max() ?? 0) - (rows.min() ?? 0) + 1
      #expect((17...21).contains(height), "\(name): \(height) rows")
    }

    @Test("of several pictures a broken one fails alone, on a line of its own")
    func brokenAmongGood() throws {
      try sandbox.write("broken.png", "This is no picture at all.")
      let result = try sandbox.run(call + [sample(1), "broken.png", "missing.png", sample(2)])
      #expect(result.code == 1)
      let errors = result.errors.split(separator: "\n")
      #expect(errors.count == 2)
      #expect(errors.first?.hasPrefix("convtool: broken.png: ") == true, "\(result.errors)")
      #expect(errors.last?.hasPrefix("convtool: missing.png: ") == true, "\(result.errors)")
      let lines = result.text.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.first?.hasPrefix("\(sample(1)): ") == true)
      #expect(lines.last?.hasPrefix("\(sample(2)): ") == true)
    }

    @Test("one picture alone fails with its own code")
    func brokenAlone() throws {
      try sandbox.write("broken.png", "This is no picture at all.")
      try sandbox.fail(65, call + ["broken.png"], saying: ["broken.png"])
      try sandbox.fail(66, call + ["missing.png"], saying: ["missing.png"])
      try sandbox.fail(64, call)
    }

    @Test("two pictures of one name are not prepared into the same file")
    func sameNames() throws {
      for folder in ["a", "b"] { try sandbox.write("\(folder)/x.png", try model.data("digit.png")) }
      let both = call + ["a/x.png", "b/x.png"]
      #expect(try sandbox.succeed(both).text.split(separator: "\n").count == 2)
      try sandbox.fail(64, both + ["--show-prepared"], saying: ["x.prepared.png"])
    }

    @Test("standard input is a picture too")
    func standardInput() throws {
      let data = try model.data("digit.png")
      let piped = try sandbox.succeed(call + ["-"], input: data).text
      let named = try sandbox.succeed(call + [model.picture]).text
      #expect(piped.split(separator: ":").last == named.split(separator: ":").last)
    }
  }
}
