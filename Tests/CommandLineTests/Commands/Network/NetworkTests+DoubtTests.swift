import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

extension NetworkTests {
  @Suite("predict: doubts, several digits, transparency")
  struct DoubtTests {
    private let model: TrainedModel
    private let sandbox: CommandSandbox
    private var call: [String] { ["predict", "--model", model.path] }

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    /// The fields of each line of JSON.
    private func lines(_ arguments: [String]) throws -> [[String: Any]] {
      try sandbox.run(call + arguments + ["--json"]).text.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }

    private func drawn(_ lines: PenSheet.Lines, at places: [Float] = [60]) -> PenSheet {
      var sheet = PenSheet(height: 160, width: 100 + 80 * places.count)
      for place in places { sheet.draw(lines, at: (45, place), size: 70, line: 8) }
      return sheet
    }

    /// A picture of two channels: gray, and the drawing as alpha.
    private func transparent(_ sheet: PenSheet, gray: Float, isHole: Bool = false) -> Image {
      Image(
        shape: ImageShape(height: sheet.height, width: sheet.width, channels: 2),
        samples: sheet.coverage.flatMap { share in
          [gray, (255 * (isHole ? 1 - share : share)).rounded()]
        })
    }

    @Test("what is no ink on paper gets ? and a note, exit 0; in JSON doubt is true")
    func doubt() throws {
      let blank = PenSheet(height: 90, width: 120)
      try sandbox.write("blank.png", blank.image())
      try sandbox.write("black28.png", PenSheet(height: 28, width: 28).image(paper: 0))
      try sandbox.write("shadow.png", blank.image { y, x in x + y > 100 ? 0.55 : 1 })
      for name in ["blank.png", "black28.png", "shadow.png"] {
        let result = try sandbox.run(call + [name])
        #expect(result.code == 0 && result.text == "\(name): ?\n", "\(name): \(result.text)")
        #expect(result.errors.hasPrefix("convtool: \(name): note: "), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
        let line = try #require(try lines([name]).first)
        #expect(line["doubt"] as? Bool == true && line["image"] as? String == name)
        #expect(Set(line.keys) == ["image", "box", "top", "doubt"])
      }
      #expect(try lines(["blank.png"]).first?["box"] is NSNull)
      #expect(try sandbox.succeed(call + ["blank.png", "--quiet"]).text == "blank.png: ?\n")
    }

    @Test("digits that stand apart get a line each, from left to right, with their boxes")
    func several() throws {
      try sandbox.write("three.png", drawn(PenSheet.three, at: [40, 120, 200]).image())
      let answers = try lines(["three.png", "--show-prepared"])
      try #require(answers.count == 3)
      for (answer, place) in zip(answers, [40, 120, 200]) {
        let box = try #require(answer["box"] as? [Int])
        #expect(abs(box[0] - 41) <= 3 && abs(box[1] - place + 4) <= 4)
        #expect(abs(box[2] - 78) <= 4 && abs(box[3] - 50) <= 6)
      }
      let prepared = sandbox.files.filter { $0.contains("prepared") }
      #expect(prepared == (1...3).map { "three.prepared-\($0).png" })
      #expect(
        try sandbox.picture(prepared[0]).samples == (try sandbox.picture(prepared[2]).samples))
    }

    @Test("a five with a loose bar is one digit")
    func looseBar() throws {
      try sandbox.write("five.png", drawn(PenSheet.looseFive).image())
      #expect(try lines(["five.png"]).count == 1)
    }

    @Test("black and white ink on transparency, and a hole in white paper, are the same digit")
    func transparency() throws {
      let sheet = drawn(PenSheet.seven)
      try sandbox.write("plain.png", sheet.image(paper: 255, ink: 0))
      try sandbox.write("black.png", transparent(sheet, gray: 0))
      try sandbox.write("white.png", transparent(sheet, gray: 255))
      try sandbox.write("hole.png", transparent(sheet, gray: 255, isHole: true))
      let names = ["plain.png", "black.png", "white.png", "hole.png"]
      let answers = try lines(names)
      try #require(answers.count == 4)
      for answer in answers { #expect(answer["doubt"] as? Bool == answers[0]["doubt"] as? Bool) }
      _ = try sandbox.run(call + names + ["--show-prepared"])
      let plain = try sandbox.picture("plain.prepared.png").samples
      for name in ["black", "white", "hole"] {
        let samples = try sandbox.picture("\(name).prepared.png").samples
        let off = zip(samples, plain).reduce(0) { $0 + abs($1.0 - $1.1) }
        #expect(off / plain.reduce(0, +) < 0.1, "\(name)")
      }
    }

    @Test("--background says what lies under transparent pixels")
    func background() throws {
      try sandbox.write("white.png", transparent(drawn(PenSheet.seven), gray: 255))
      let onWhite = try lines(["white.png", "--background", "white"])
      #expect(onWhite.first?["doubt"] as? Bool == true)
      #expect(onWhite.first?["box"] is NSNull)
      let onBlack = try lines(["white.png", "--background", "black"])
      #expect(onBlack.first?["box"] is [Int])
      try sandbox.fail(64, call + ["white.png", "--background", "pink!"], saying: ["--background"])
    }

    @Test("--top says how many classes are named")
    func top() throws {
      for (count, named) in [(1, 1), (5, 5), (40, 10)] {
        let line = try #require(try lines([model.picture, "--top", "\(count)"]).first)
        #expect((line["top"] as? [Any])?.count == named)
      }
      try sandbox.fail(64, call + [model.picture, "--top", "0"], saying: ["--top"])
    }

    @Test("a small thin digit in 28×28 pixels is enlarged to the box that MNIST's fill")
    func smallSquare() throws {
      var sheet = PenSheet(height: 28, width: 28)
      sheet.draw(PenSheet.seven, at: (7, 11), size: 12, line: 1.3)
      try sandbox.write("small.png", sheet.image(paper: 0, ink: 215))
      _ = try sandbox.run(call + ["small.png", "--show-prepared"])
      let samples = try sandbox.picture("small.prepared.png").samples
      let rows = samples.indices.filter { samples[$0] > 60 }.map { $0 / 28 }
      #expect((18...21).contains((rows.max() ?? 0) - (rows.min() ?? 0) + 1))
    }
  }
}
