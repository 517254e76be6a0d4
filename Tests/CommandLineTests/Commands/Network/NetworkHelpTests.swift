import Foundation
import TestSupport
import Testing

@Suite("Help and summary of the network's commands")
struct NetworkHelpTests {
  private static let options = [
    "train-mnist": [
      "--data", "--synthetic", "--epochs", "--batch-size", "--optimizer", "--learning-rate",
      "--loss", "--network", "--seed", "--augment", "--no-augment", "--limit", "--validation",
      "--patience", "--resume", "--init", "--freeze", "-o", "--threads", "--quiet", "--snapshots",
      "sgd",
      "momentum", "adam", "cross-entropy", "squared", "cnn", "mlp", "CONVTOOL_MNIST",
    ],
    "evaluate": ["--model", "--data", "-o", "--json", "--quiet", "--threads", "--mistakes"],
    "train": [
      "--data", "--layers", "--size", "--gray", "--color", "--validation", "--test",
      "--class-weights", "--augment", "--skip-broken", "--transpose", "--epochs", "--batch-size",
      "--optimizer", "--learning-rate", "--loss", "--seed", "--limit", "--patience", "--resume",
      "--freeze", "--init", "--snapshots", "-o", "--threads", "--max-memory", "--quiet", "balanced",
      "flip", "crop", "shift", "brightness", "pose",
    ],
    "patches": ["--model", "--data", "--synthetic", "--layer", "--limit", "-o", "--force"],
    "predict": ["--model", "--show-prepared", "--json"],
    "summary": ["--model", "--network", "--hidden", "--draw", "-o", "--json"],
    "dump-activations": ["--model", "-o", "--npy", "--scale", "--zoom", "--colormap"],
    "dump-filters": ["--model", "-o", "--npy", "--scale", "--zoom", "--colormap"],
    "make-digits": ["-o", "--seed"],
    "filter": ["--model", "--layer", "--unit"],
  ]
  private static let slide = [
    ["conv2d_1", "(Conv2D)", "(None,", "26,", "26,", "32)", "320"],
    ["conv2d_2", "(Conv2D)", "(None,", "24,", "24,", "16)", "4,624"],
    ["conv2d_3", "(Conv2D)", "(None,", "22,", "22,", "8)", "1,160"],
    ["max_pooling2d", "(MaxPooling2D)", "(None,", "11,", "11,", "8)", "0"],
    ["flatten", "(Flatten)", "(None,", "968)", "0"],
    ["dense", "(Dense)", "(None,", "10)", "9,690"],
  ]

  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// The words of each line.
  private func table(_ arguments: [String]) throws -> [[Substring]] {
    // Without a model a note says which one was taken.
    try sandbox.succeed(
      ["summary", "--network", "cnn"].prefix(arguments.isEmpty ? 3 : 1) + arguments
    )
    .text.split(separator: "\n")
    .map { $0.split(separator: " ") }
  }

  @Test("every command of the network helps, names its options and keeps to the line")
  func help() throws {
    for (command, words) in NetworkHelpTests.options {
      let text = try sandbox.succeed([command, "--help"]).text
      #expect(text.contains("USAGE: convtool \(command)"))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(command)")
      let found = Set(text.split { " \n,;()[]/.:<>=".contains($0) })
      for word in words { #expect(found.contains(Substring(word)), "\(command) \(word)") }
    }
    let all = try sandbox.succeed(["--help"]).text
    for command in NetworkHelpTests.options.keys {
      // A command with another name is followed by it.
      #expect(all.contains("  \(command) ") || all.contains("  \(command), "))
    }
  }

  @Test("predict takes a batch as every command does")
  func batchOptions() throws {
    let text = try sandbox.succeed(["predict", "--help"]).text
    for option in ["--files-from", "--shard", "--max-pixels", "--quiet"] {
      #expect(text.contains(option), "\(option)")
    }
  }

  @Test("summary prints the slides' table")
  func slides() throws {
    let lines = try table([])
    #expect(lines.first == ["Layer", "(type)", "Output", "Shape", "Param", "#"])
    for row in NetworkHelpTests.slide {
      #expect(lines.contains(row.map { Substring($0) }), "\(row)")
    }
    #expect(lines.last?.joined(separator: " ") == "Total params: 15,794")
    let order = lines.compactMap(\.first).filter { $0.contains("conv2d") || $0 == "dense" }
    #expect(order == ["conv2d_1", "conv2d_2", "conv2d_3", "dense"])
  }

  @Test("the columns of the table stand below their titles")
  func columns() throws {
    let text = try sandbox.succeed(["summary", "--network", "cnn"]).text.split(separator: "\n")
    let title = try #require(text.first { $0.contains("Output Shape") })
    let shape = try #require(title.range(of: "Output Shape")).lowerBound
    let count = try #require(title.range(of: "Param #")).lowerBound
    for line in text where line.contains("(None") {
      let place = try #require(line.range(of: "(None")).lowerBound
      #expect(line.distance(to: place) == title.distance(to: shape))
      let number = try #require(line.lastIndex(of: " ")).utf16Offset(in: line) + 1
      #expect(number == title.distance(to: count), "\(line)")
    }
  }

  @Test("the mlp's table counts weights and biases")
  func mlp() throws {
    for (hidden, first, second, total) in [
      ("128", "100,480", "1,290", "101,770"), ("10", "7,850", "110", "7,960"),
    ] {
      let lines = try table(["--network", "mlp", "--hidden", hidden])
      let dense = lines.filter { $0.contains("(Dense)") }
      #expect(
        dense.map { $0.dropFirst(2).joined(separator: " ") } == [
          "(None, \(hidden)) \(first)", "(None, 10) \(second)",
        ])
      #expect(lines.last?.joined(separator: " ") == "Total params: \(total)")
    }
  }

  @Test("wrong networks are wrong usage")
  func wrongNetworks() throws {
    try sandbox.fail(64, ["summary", "--network", "resnet"], saying: ["cnn", "mlp"])
    try sandbox.fail(64, ["summary", "--network", "mlp", "--hidden", "0"], saying: ["--hidden"])
  }
}

extension Substring {
  fileprivate func distance(to index: Index) -> Int { distance(from: startIndex, to: index) }
}
