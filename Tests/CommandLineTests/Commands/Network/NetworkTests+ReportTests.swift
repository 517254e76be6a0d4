import ConvCore
import Foundation
import TestSupport
import Testing

extension NetworkTests {
  @Suite("The page of report")
  struct ReportTests {
    /// What a page writes into itself.
    private struct Numbers: Decodable {
      struct Laboratory: Decodable {
        let command: String
        let height: Int
        let width: Int
        let response: [Double]
        let pooled: [Double]?
      }

      let probabilities: [Double]
      let layers: [String: [Double]]
      let laboratory: Laboratory
    }

    private struct Answer: Decodable {
      struct Entry: Decodable {
        let `class`: String
        let probability: Double
      }

      let top: [Entry]
    }

    private let model: TrainedModel
    private let sandbox: CommandSandbox

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    private func page(_ options: [String] = [], model path: String? = nil) throws -> String {
      try sandbox.succeed(
        ["report", model.picture, "--model", path ?? model.path, "--data", model.digits]
          + ["-o", "page.html", "--force"] + options)
      return String(decoding: try sandbox.data("page.html"), as: UTF8.self)
    }

    private func numbers(_ address: String) throws -> Numbers {
      let data = try Chromium.numbers(
        of: sandbox.folder.url.appendingPathComponent("page.html"), address: address)
      return try JSONDecoder().decode(Numbers.self, from: data)
    }

    // MARK: The file

    @Test("it is one file of at most 400,000 bytes that asks nothing of the net")
    func offline() throws {
      let text = try page(model: model.sandbox.folder.path("run"))
      #expect(text.utf8.count <= 400_000)
      let policy =
        "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; "
        + "script-src 'unsafe-inline'"
      #expect(
        text.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">"))
      #expect(!text.contains("://"))
      for attribute in ["src=\"", "href=\""] {
        for part in text.components(separatedBy: attribute).dropFirst() {
          #expect(part.hasPrefix("data:") || part.hasPrefix("#"), "\(attribute)\(part.prefix(40))")
        }
      }
      for word in ["@import", "url(", "fetch(", "XMLHttpRequest", "eval("] {
        #expect(!text.contains(word), "\(word)")
      }
    }

    @Test("without a script there are the answer, a table of layers, and a picture of each")
    func withoutScript() throws {
      let text = try page(model: model.sandbox.folder.path("run"))
      let markup = String(
        try #require(text.firstRange(of: "<script").map { text[..<$0.lowerBound] }))
      for name in ["conv2d_1", "conv2d_2", "conv2d_3", "max_pooling2d"] {
        #expect(markup.contains("alt=\"The maps of \(name) for digit.png\""))
        #expect(markup.contains("<section class=\"layer\" id=\"layer-\(name)\""))
      }
      let pictures = markup.components(separatedBy: "<img ").dropFirst()
      #expect(pictures.allSatisfy { $0.prefix { $0 != ">" }.contains("alt=\"") })
      #expect(markup.contains("<td>4,624</td><td>5×5</td>"))
      #expect(markup.contains("What it reads wrong: "))
    }

    @Test("the confusion matrix is evaluate's, the curves are history.csv's")
    func training() throws {
      struct Evaluation: Decodable {
        let confusion: [[Int]]
      }
      let text = try page(model: model.sandbox.folder.path("run"))
      let call = ["evaluate", "--model", model.path, "--data", model.digits, "--json"]
      let evaluation = try JSONDecoder().decode(
        Evaluation.self, from: try sandbox.succeed(call).output)
      for (truth, row) in evaluation.confusion.enumerated() {
        for (answer, count) in row.enumerated() {
          #expect(text.contains("<span data-cell=\"\(truth),\(answer)\">\(count)</span>"))
        }
      }
      let history = try model.text("run/history.csv").split(separator: "\n").dropFirst()
      #expect(history.count == 2)
      for line in history {
        let loss = String(format: "%.4f", try #require(Double(line.split(separator: ",")[1])))
        #expect(text.contains("<td>\(loss)</td>"))
      }
      #expect(text.contains("<th scope=\"row\">seed</th><td>5</td>"))
      #expect(try model.text("run/report.html").contains("the first test digit"))
    }

    @Test("a network of more than 200,000 bytes of weights is shown in pictures, and says so")
    func picturesOnly() throws {
      let weight = SmallModel.ramp(784 * 70)
      let file = SafetensorsBuilder(
        [
          .float32("dense_1.weight", [70, 784], weight),
          .float32("dense_1.bias", [70], SmallModel.ramp(70)),
          .float32("dense_2.weight", [10, 70], SmallModel.ramp(700)),
          .float32("dense_2.bias", [10], SmallModel.ramp(10)),
        ],
        metadata: [
          "architecture": #"[{"kind":"Flatten","name":"flatten"},"#
            + #"{"kind":"Dense","name":"dense_1","inputs":784,"outputs":70,"activation":"relu"},"#
            + #"{"kind":"Dense","name":"dense_2","inputs":70,"outputs":10}]"#,
          "class_names": #"["0","1","2","3","4","5","6","7","8","9"]"#,
          "input_shape": "1,28,28", "input_divisor": "255.0",
        ])
      try sandbox.write("large.safetensors", file.data)
      let text = try page(model: "large.safetensors")
      #expect(text.contains("This page shows pictures only"))
      #expect(text.contains("\"isAlive\":false") && text.contains("\"weights\":\"\""))
      #expect(text.utf8.count < 400_000)
    }

    @Test("wrong calls and files: one line, the right code, no page")
    func wrong() throws {
      let call = ["report", model.picture, "--model", model.path, "-o", "page.html"]
      try sandbox.fail(64, call + ["--max-maps", "0"], saying: ["--max-maps"])
      try sandbox.fail(66, ["report", "none.png", "--model", model.path], saying: ["none.png"])
      try sandbox.fail(66, ["report", model.picture, "--model", "none"], saying: ["none"])
      try sandbox.fail(66, call + ["--data", "nowhere"], saying: ["nowhere"])
      try sandbox.fail(
        73, ["report", model.picture, "--model", model.path, "-o", "no/such/page.html"],
        saying: ["no/such/page.html"])
      try sandbox.writeImpulse("flat.png", height: 40, width: 40, value: 0)
      try sandbox.fail(65, ["report", "flat.png", "--model", model.path], saying: ["flat.png"])
      try sandbox.write("page.html", "mine")
      try sandbox.fail(73, call, saying: ["--force"])
    }

    // MARK: In a browser

    @Test(
      "pixels set by script give predict's probabilities and the maps of --npy, to 1e-5",
      .enabled(if: Chromium.isPresent, "chromium is not installed, or a snap"))
    func numbersOfTheProgram() throws {
      _ = try page()
      let samples = try model.digitSamples(7)
      try sandbox.write(
        "other.png",
        PNGBuilder(height: 28, width: 28, color: .gray, samples: samples.map { UInt16($0) }).data)
      let prepared = try sandbox.run(
        ["predict", "other.png", "--model", model.path, "--show-prepared", "--json", "--top", "10"])
      let answer = try JSONDecoder().decode(Answer.self, from: prepared.output)
      let pixels = try sandbox.picture("other.prepared.png").samples.map { UInt8($0) }
      let address = Data(pixels).base64EncodedString().replacing("+", with: "-")
        .replacing("/", with: "_")
      let shown = try numbers("pixels=\(address)&write")
      for entry in answer.top {
        let index = try #require(Int(entry.class))
        #expect(abs(shown.probabilities[index] - entry.probability) < 1e-5)
      }
      try sandbox.succeed(
        ["dump-activations", "other.prepared.png", "--model", model.path, "-o", "maps", "--npy"])
      let names = ["conv2d_1", "conv2d_2", "conv2d_3", "max_pooling2d", "flatten"]
      for (number, name) in names.enumerated() {
        let expected = try sandbox.array("maps/0\(number + 1)-\(name).npy").values
        let values = try #require(shown.layers[name])
        let largest = expected.map { abs($0) }.max() ?? 0
        #expect(largest > 0 && values.count == expected.count)
        #expect(
          largestDifference(values[...], expected, relativeTo: largest) < 1e-5, "\(name)")
      }
    }

    @Test(
      "the laboratory's response is filter's, and its command line makes it",
      .enabled(if: Chromium.isPresent, "chromium is not installed, or a snap"),
      arguments: [
        #"{"kernel":"sobel-x"}"#,
        #"{"kernel":"1 2; 3 -5","border":"wrap","stride":2}"#,
        #"{"kernel":"1 2 3; 4 5 6","border":"reflect101","dilate":3,"orientation":"correlation"}"#,
        #"{"kernel":"gaussian 1","border":"constant","constant":40,"pool":"max","poolSize":3}"#,
        #"{"kernel":"laplacian","border":"valid","dilate":2,"stride":3}"#,
      ])
    func laboratory(_ settings: String) throws {
      _ = try page()
      let digit = try Data(contentsOf: URL(fileURLWithPath: model.picture))
      try sandbox.write("digit.png", digit)
      let allowed = CharacterSet.alphanumerics
      let address = try #require(settings.addingPercentEncoding(withAllowedCharacters: allowed))
      let shown = try numbers("lab=\(address)&write").laboratory
      for line in shown.command.split(separator: "\n") {
        try sandbox.succeed(Array(words(line).dropFirst()))
      }
      let response = try sandbox.array("response.npy")
      #expect(response.shape == [shown.height, shown.width])
      let largest = response.values.map { abs($0) }.max() ?? 0
      #expect(
        largestDifference(shown.response[...], response.values, relativeTo: largest) < 1e-5)
      if let pooled = shown.pooled {
        let expected = try sandbox.array("pooled.npy").values
        #expect(largestDifference(pooled[...], expected, relativeTo: largest) < 1e-5)
      }
    }

    /// The words of a command, of which some stand in single quotes.
    private func words(_ line: Substring) -> [String] {
      line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap {
        $0.offset % 2 == 1
          ? [String($0.element)] : $0.element.split(separator: " ").map(String.init)
      }
    }
  }
}
