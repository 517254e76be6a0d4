import Dispatch
import Digits
import Foundation
import Synchronization
import TestSupport

/// Runs calls of the program and hashes what they leave.
struct GoldenRun: Sendable {
  private let inputs: TemporaryFolder
  private let outputs: TemporaryFolder
  private let isRecording: Bool

  /// Writes the inputs.
  init(isRecording: Bool) throws {
    self.isRecording = isRecording
    inputs = try TemporaryFolder()
    outputs = try TemporaryFolder()
    try GoldenInputs.write(to: inputs.url)
    let digits = "make-digits --train 60 --test 20 --seed 3 -o digits"
    let arguments = digits.split(separator: " ").map(String.init)
    try execute(arguments, GoldenConfiguration.usual[0], printing: "make-digits")
  }

  /// What came of all calls: as many run at a time as there are cores.
  func results(of calls: [GoldenCall]) throws -> [GoldenResult] {
    let collected = Mutex<[Result<[GoldenResult], any Error>]>([])
    DispatchQueue.concurrentPerform(iterations: calls.count) { index in
      let result = Result { try self.results(of: calls[index], number: index) }
      collected.withLock { $0.append(result) }
    }
    return try collected.withLock { $0 }.flatMap { try $0.get() }
  }

  /// What one call gives in every configuration.
  private func results(of call: GoldenCall, number: Int) throws -> [GoldenResult] {
    var contents: [GoldenConfiguration: [String: [UInt8]]] = [:]
    for configuration in call.configurations(number: number, isRecording: isRecording) {
      contents[configuration] = try content(of: call, configuration, "\(number)")
    }
    if Set(contents.filter(\.key.isFused).values).count > 1 {
      for configuration in GoldenConfiguration.others {
        contents[configuration] = try content(of: call, configuration, "\(number)")
      }
    }
    let names = Set(contents.values.flatMap(\.keys))
    return names.map { name in
      // Most configurations give the same bytes: these are hashed once.
      var known: [[UInt8]: String] = [:]
      var hashes: [GoldenConfiguration: String] = [:]
      for (configuration, files) in contents {
        guard let bytes = files[name] else {
          hashes[configuration] = "no such file"
          continue
        }
        let hash = known[bytes] ?? SHA256.hexDigest(of: bytes)
        known[bytes] = hash
        hashes[configuration] = hash
      }
      return GoldenResult(
        name: "\(call.name) | \(name)", content: call.content, hashes: hashes)
    }
  }

  /// The contents that a call leaves in one configuration, by what the list calls them.
  private func content(
    of call: GoldenCall, _ configuration: GoldenConfiguration, _ number: String
  ) throws -> [String: [UInt8]] {
    let folder = outputs.url.appendingPathComponent("\(number)-\(configuration.instructionSet)")
    try? FileManager.default.removeItem(at: folder)
    let arguments = call.arguments + call.inputs
    switch call.output {
    case .text:
      let text = try execute(arguments, configuration, printing: number)
      let subject = call.inputs.isEmpty ? "" : call.inputs.joined(separator: " ") + " | "
      return ["\(subject)text": [UInt8](text)]
    case .pictures(let format):
      let naming = ["-o", folder.path + "/", "--format", format, "--name", "{name}.{ext}"]
      // The level of compression is not part of the samples: the fastest will do.
      let level = call.content == .samples && format == "png" ? ["--png-level", "1"] : []
      try execute(
        arguments + naming + level + ["--no-sync", "--quiet"], configuration, printing: number)
      var contents: [String: [UInt8]] = [:]
      for input in call.inputs {
        let stem = input.split(separator: "/").last?.split(separator: ".").first ?? ""
        let data = try Data(contentsOf: folder.appendingPathComponent("\(stem).\(format)"))
        contents["\(input) | \(format)"] =
          call.content == .files
          ? [UInt8](data) : try GoldenContent.decoded("x.\(format)", data)
        if call.content == .files, format == "jpg" {
          contents["\(input) | \(format), decoded"] = try GoldenContent.decoded("x.jpg", data)
        }
      }
      return contents
    case .folder:
      try execute(arguments + ["-o", folder.path], configuration, printing: number)
      return try contents(below: folder)
    }
  }

  /// The files of a folder; those of a folder in it are joined to one.
  private func contents(below folder: URL) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
    for name in names.compactMap({ $0 as? String }).sorted() {
      let url = folder.appendingPathComponent(name)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
        !isFolder.boolValue, !GoldenRun.isOfOneRun(name)
      else { continue }
      let content = try GoldenContent.decoded(name, try Data(contentsOf: url))
      let parts = name.split(separator: "/")
      if parts.count == 1 {
        contents[name] = content
      } else {
        let type = name.split(separator: ".").last ?? ""
        contents["\(parts[0])/*.\(type)", default: []] += Array("\(name)\n".utf8) + content
      }
    }
    return contents
  }

  /// What tells of one run: times and versions; and the drawings of a trained network, whose calls
  /// have lines of their own.
  private static func isOfOneRun(_ name: String) -> Bool {
    ["run.json", "report.html"].contains(name) || name.hasPrefix("filters/")
      || name.hasPrefix("activations/")
  }

  /// Runs the program among the inputs and returns what it prints.
  ///
  /// Its streams are files: pipes would need a reading thread each.
  @discardableResult
  private func execute(
    _ arguments: [String], _ configuration: GoldenConfiguration, printing name: String
  ) throws -> Data {
    let base = outputs.path("\(name)-\(configuration.instructionSet)")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.currentDirectoryURL = inputs.url
    process.environment = ProcessInfo.processInfo.environment.merging([
      "CONVTOOL_ISA": configuration.instructionSet, "CONVTOOL_THREADS": "\(configuration.threads)",
    ]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try GoldenRun.file(base + ".output")
    process.standardError = try GoldenRun.file(base + ".errors")
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let errors = try String(contentsOfFile: base + ".errors", encoding: .utf8)
      throw GoldenError("\(arguments.joined(separator: " ")), \(configuration): \(errors)")
    }
    return try Data(contentsOf: URL(fileURLWithPath: base + ".output"))
  }

  private static func file(_ path: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw GoldenError("cannot write \(path)") }
    return handle
  }
}
