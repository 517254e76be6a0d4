import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("Training on one's own pictures")
struct TrainPicturesTests {
  /// A network that learns the drawn pictures in some epochs.
  private static let layers = "conv 8 3x3 relu; pool 2; conv 12 3x3 relu; pool 2; flatten; dense"

  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func train(
    _ more: [String], data: String = "drawn", environment: [String: String] = [:]
  ) throws -> Program.Result {
    try sandbox.run(
      ["train", "--data", data, "--layers", TrainPicturesTests.layers, "--quiet"] + more,
      environment: environment)
  }

  private func json(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func write(_ name: String, _ label: Int, side: Int = 16, seed: UInt64) throws {
    try sandbox.write(name, DrawnPictures.picture(label, side: side, seed: seed))
  }

  @Test("class folders are learned; evaluate, predict and the run's folder know the classes")
  func classFolders() throws {
    let folder = sandbox.folder.url.appendingPathComponent("drawn")
    try DrawnPictures.write(to: folder, perClass: 30, side: 16)
    let run = try train(["--epochs", "8", "-o", "run", "--learning-rate", "0.01"])
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    let record = try json(try sandbox.data("run/run.json"))
    #expect(record["classes"] as? [String] == DrawnPictures.classes)
    let accuracy = try #require(record["test_accuracy"] as? Double)
    let majority = try #require(record["majority_share"] as? Double)
    #expect(accuracy > 0.5 && majority < 0.3, "\(accuracy) \(majority)")
    for name in [
      "model.safetensors", "checkpoint.safetensors", "history.csv", "summary.txt", "curves.png",
      "confusion.png", "report.html", "parts.csv", "mistakes/mistakes.png", "filters/index.json",
      "activations/overview.png",
    ] { #expect(sandbox.files.contains("run/\(name)"), "\(name)") }
    let parts = String(decoding: try sandbox.data("run/parts.csv"), as: UTF8.self)
    #expect(parts.split(separator: "\n").count == 241)

    // Of the run's own data, evaluate takes what the run has not learned from.
    let result = try sandbox.run(
      ["evaluate", "--model", "run", "--data", "drawn", "--json", "--quiet"])
    let evaluated = try json(result.output)
    #expect(evaluated["accuracy"] as? Double == accuracy)
    #expect(evaluated["images"] as? Int == record["test_images"] as? Int)
    let classes = try #require(evaluated["classes"] as? [[String: Any]])
    #expect(classes.map { $0["class"] as? String } == DrawnPictures.classes)

    try write("new.png", 4, side: 40, seed: 77)
    let answer = try sandbox.succeed(["predict", "--model", "run", "new.png", "--top", "8"]).text
    #expect(DrawnPictures.classes.allSatisfy { answer.contains($0) }, "\(answer)")
  }

  @Test("threads, resuming and streaming change no bit of the model")
  func sameBytes() throws {
    let folder = sandbox.folder.url.appendingPathComponent("drawn")
    try DrawnPictures.write(to: folder, perClass: 8, side: 14)
    let call = ["--augment", "flip,crop,shift,brightness", "--class-weights", "balanced"]
    func model(_ name: String, _ more: [String]) throws -> Data {
      let run = try train(call + more + ["-o", name])
      #expect(run.code == 0, "\(run.errors)")
      return try sandbox.data("\(name)/model.safetensors")
    }
    let whole = try model("whole", ["--epochs", "3", "--threads", "2"])
    #expect(try model("single", ["--epochs", "3", "--threads", "1"]) == whole)
    #expect(try model("streamed", ["--epochs", "3", "--max-memory", "20K"]) == whole)
    _ = try model("halves", ["--epochs", "1"])
    #expect(try model("halves", ["--epochs", "3", "--resume"]) == whole)
    let other = try train(call + ["--epochs", "4", "--resume", "-o", "halves", "--gray"])
    #expect(other.code == 65 && other.errors.contains("began with"), "\(other.errors)")
  }

  @Test("--augment alone means all changes of pictures")
  func bareAugment() throws {
    let folder = sandbox.folder.url.appendingPathComponent("drawn")
    try DrawnPictures.write(to: folder, perClass: 4, side: 14)
    let run = try train(["--augment", "--epochs", "1", "-o", "run"])
    #expect(run.code == 0, "\(run.errors)")
    let record = try json(try sandbox.data("run/run.json"))
    let options = try #require(record["options"] as? [String: String])
    #expect(options["augment"] == "brightness,crop,flip,shift")
  }

  @Test("data that cannot be learned from end with one line, and nothing is made")
  func refusals() throws {
    func refuse(
      _ code: Int32, _ data: String, _ more: [String], _ words: [String]
    ) throws {
      let call = ["train", "--data", data, "-o", "run", "--epochs", "1"] + more
      try sandbox.fail(code, call, saying: words)
    }
    try refuse(66, "nowhere", [], ["nowhere"])
    try FileManager.default.createDirectory(
      at: sandbox.folder.url.appendingPathComponent("empty"), withIntermediateDirectories: true)
    try refuse(65, "empty", [], ["empty folder"])
    try write("flat/1.png", 0, seed: 1)
    try refuse(65, "flat", [], ["no class folders"])
    for index in 0..<8 { try write("one/cats/\(index).png", 1, seed: UInt64(index)) }
    try refuse(65, "one", [], ["only one class", "cats"])
    for (place, name) in ["a/1", "a/2", "a/3", "b/1", "b/2", "b/3"].enumerated() {
      try write("two/\(name).png", place / 3, side: 12, seed: UInt64(place))
    }
    try refuse(64, "two", ["--layers", "conv 4 13x13; dense"], ["--layers"])
    try refuse(64, "two", ["--layers", "conv 4 3x3; dense 7"], ["7"])
    try refuse(64, "two", ["--size", "0x3"], ["--size"])
    try refuse(64, "two", ["--gray", "--color"], ["--gray"])
    try write("two/b/4.png", 1, side: 9, seed: 9)
    try refuse(64, "two", [], ["2 sizes", "--size"])
    try sandbox.write("two/b/text.jpg", "not a picture")
    try refuse(65, "two", ["--size", "12x12"], ["two/b/text.jpg", "--skip-broken"])
  }

  @Test("each of several broken pictures has its line, and --skip-broken counts them")
  func broken() throws {
    for (place, name) in ["a/1", "a/2", "a/3", "b/1", "b/2", "b/3"].enumerated() {
      try write("two/\(name).png", place / 3, side: 14, seed: UInt64(place))
    }
    for name in ["a/x.jpg", "b/y.png"] { try sandbox.write("two/\(name)", "not a picture") }
    let call = ["train", "--data", "two", "--epochs", "1", "-o", "run"]
    let refused = try sandbox.run(call)
    #expect(refused.code == 65 && refused.output.isEmpty)
    let lines = refused.errors.split(separator: "\n")
    #expect(
      lines.count == 3 && lines[0].contains("two/a/x.jpg") && lines[1].contains("two/b/y.png"))
    #expect(lines[2].contains("2 of 8 pictures") && !sandbox.files.contains { $0.hasPrefix("run") })
    let skipped = try sandbox.run(call + ["--skip-broken", "--layers", TrainPicturesTests.layers])
    #expect(skipped.code == 0 && skipped.errors.contains("2 of 8 pictures"), "\(skipped.errors)")
  }
}
