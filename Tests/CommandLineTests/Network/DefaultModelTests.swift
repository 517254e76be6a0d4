import Foundation
import TestSupport
import Testing

@Suite("Calls without --model")
struct DefaultModelTests {
  private let sandbox: CommandSandbox
  private let seven = Readme.root.appendingPathComponent("samples/digits/7.png").path

  init() throws { sandbox = try CommandSandbox() }

  /// A model whose classes tell it apart, with a date.
  private func write(_ run: String, classes: Int, age: TimeInterval) throws {
    let model = SmallModel.dense(
      SmallModel.ramp(784 * classes), [Float](repeating: 0, count: classes))
    try sandbox.write("\(run)/model.safetensors", model.data)
    try date(run, age: age)
  }

  private func date(_ run: String, age: TimeInterval) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -age)],
      ofItemAtPath: sandbox.folder.path("\(run)/model.safetensors"))
  }

  private func summary() throws -> (classes: Int?, notes: [Substring]) {
    let result = try sandbox.run(["summary", "--json"])
    #expect(result.code == 0, "\(result.errors)")
    let shapes = result.text.split(separator: "\"output_shape\":[").dropFirst()
    return (
      shapes.last.flatMap { Int($0.prefix { $0.isNumber }) },
      result.errors.split(separator: "\n")
    )
  }

  @Test("the sample model reads the drawn digits, and one note names it")
  func sample() throws {
    let result = try sandbox.run(["predict", seven, "--top", "1"])
    #expect(result.code == 0)
    #expect(result.text.contains("7.png: 7 "), "\(result.text)")
    #expect(
      result.errors
        == "convtool: note: --model samples/digits.safetensors, which is in the program\n")
    #expect(try sandbox.succeed(["predict", seven, "--quiet"]).text.contains(": 7 "))
  }

  @Test("the model in the program is the file of the samples")
  func sameAsFile() throws {
    let file = Readme.root.appendingPathComponent("samples/digits.safetensors").path
    let digits = (0...9).map {
      Readme.root.appendingPathComponent("samples/digits/\($0).png").path
    }
    let named = try sandbox.succeed(["predict", "--json", "--model", file] + digits)
    #expect(try sandbox.succeed(["predict", "--json", "--quiet"] + digits).output == named.output)
    let lines = named.text.split(separator: "\n")
    for (digit, line) in lines.enumerated() {
      #expect(line.contains("\"top\":[{\"class\":\"\(digit)\""), "\(line)")
    }
  }

  @Test("the run that was written last is taken")
  func newest() throws {
    try write("runs/mnist-1", classes: 3, age: 10)
    try write("runs/mnist-2", classes: 4, age: 20)
    let first = try summary()
    #expect(first.classes == 3)
    #expect(first.notes.count == 1 && first.notes[0].contains("runs/mnist-1"))
    // Of one date the larger number counts, as a number.
    for (run, classes) in [("runs/mnist-9", 5), ("runs/mnist-10", 6)] {
      try write(run, classes: classes, age: 0)
    }
    let moment = Date()
    for run in ["runs/mnist-9", "runs/mnist-10"] {
      try FileManager.default.setAttributes(
        [.modificationDate: moment],
        ofItemAtPath: sandbox.folder.path("\(run)/model.safetensors"))
    }
    #expect(try summary().classes == 6)
  }

  @Test("a broken run is passed over with a note, a run without a model silently")
  func broken() throws {
    try write("runs/mnist-1", classes: 3, age: 20)
    try sandbox.write("runs/mnist-2/model.safetensors", "half a file")
    try sandbox.write("runs/mnist-3/history.csv", "epoch\n")
    try sandbox.write("runs/notes.txt", "no run")
    let result = try summary()
    #expect(result.classes == 3)
    #expect(result.notes.count == 2, "\(result.notes)")
    #expect(result.notes[0].contains("mnist-2") && result.notes[0].contains("passed over"))
    #expect(result.notes[1].contains("mnist-1"))
    try FileManager.default.removeItem(atPath: sandbox.folder.path("runs/mnist-1"))
    #expect(try summary().classes == 10)
  }

  @Test("an error stays one line, and quiet calls say nothing")
  func oneLine() throws {
    try write("runs/mnist-1", classes: 3, age: 0)
    try sandbox.fail(64, ["filter", "--layer", "no", "--unit", "0", seven], saying: ["no"])
    try sandbox.fail(66, ["predict", "none.png"], saying: ["none.png"])
    try sandbox.fail(64, ["summary", "--architecture", "runs/mnist-1"], saying: ["--model"])
    try sandbox.fail(64, ["filter", "--laplacian", "--unit", "0", seven])
  }

  @Test("maps, filters and learned filters need no model")
  func commands() throws {
    for call in [
      ["dump-filters", "-o", "filters", "--zoom", "1"],
      ["dump-activations", seven, "-o", "maps", "--zoom", "1"],
      ["filter", "--layer", "conv2d_2", "--unit", "3", seven, "-o", "one.png"],
    ] {
      let result = try sandbox.run(call)
      #expect(result.code == 0 && result.errors.contains("digits.safetensors"), "\(call)")
    }
    #expect(sandbox.files.contains("one.png") && sandbox.files.contains("maps/index.json"))
  }
}
