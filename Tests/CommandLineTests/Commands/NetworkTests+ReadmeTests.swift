import Foundation
import TestSupport
import Testing

extension NetworkTests {
  @Suite("README")
  struct ReadmeTests {
    private let sandbox: CommandSandbox

    /// The files that README's commands speak of.
    init() throws {
      sandbox = try CommandSandbox()
      let model = try #require(TrainedModel.current)
      let samples = Readme.root.appendingPathComponent("samples")
      try sandbox.write(
        "photo.jpg", try Data(contentsOf: samples.appendingPathComponent("still-life.jpg")))
      for (source, name) in [("photo.jpg", "photo.png"), ("photo.png", "scans/1.png")] {
        try FileManager.default.createDirectory(
          at: sandbox.folder.url.appendingPathComponent("scans"), withIntermediateDirectories: true)
        try sandbox.succeed(["pool", "--average", "--size", "6", source, "-o", name])
      }
      let values = (0..<450).map { Double($0 % 7) - 3 }
      try sandbox.write("six.npy", NPYFile(shape: [6, 5, 5, 3], values: values).data)
      try FileManager.default.createDirectory(
        atPath: sandbox.folder.path("runs"), withIntermediateDirectories: true)
      for (name, target) in [
        ("samples", samples.path), ("mnist", model.digits),
        ("runs/mnist-1", model.sandbox.folder.path("run")),
      ] {
        try FileManager.default.createSymbolicLink(
          atPath: sandbox.folder.path(name), withDestinationPath: target)
      }
    }

    @Test("every command does what it says", arguments: Readme.commands)
    func command(line: String) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", line]
      process.currentDirectoryURL = sandbox.folder.url
      let folder = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
      let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
      process.environment = Program.environment.merging(
        ["PATH": "\(folder):\(path)"]) { $1 }
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(line)")
      for name in written(by: line) {
        #expect(
          FileManager.default.fileExists(atPath: sandbox.folder.path(name)), "\(line): \(name)")
      }
    }

    /// The files that a line names as its output, in the call or in its comment.
    private func written(by line: String) -> [String] {
      let parts = line.split(separator: "#", maxSplits: 1)
      let words = parts[0].split(separator: " ").map(String.init)
      let targets = zip(words, words.dropFirst()).filter { $0.0 == "-o" || $0.0 == ">" }.map(\.1)
      let comment = parts.count > 1 ? parts[1].split(separator: " ").map(String.init) : []
      return targets + comment.filter { $0.hasPrefix("photo.") && $0.hasSuffix(".png") }
    }

    @Test("there are commands to try")
    func commandsAreFound() { #expect(Readme.commands.count >= 15, "\(Readme.commands)") }
  }
}
