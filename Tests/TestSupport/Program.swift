import Foundation
import Synchronization

/// The built `convtool`, run as a user runs it.
public struct Program: Sendable {
  /// What a run left behind.
  public struct Result: Sendable {
    /// The exit code; a signal's number plus 1000 when one ended it.
    public let code: Int32
    /// Standard output.
    public let output: Data
    /// Standard error.
    public let errors: String

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The executable beside the test bundle.
  public static let path: String = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    // On Linux the test runner lies beside the products; on Darwin some levels inside a bundle.
    for _ in 0..<6 {
      let candidate = folder.appendingPathComponent("convtool").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    for bundle in Bundle.allBundles {
      let candidate = bundle.bundleURL.deletingLastPathComponent()
        .appendingPathComponent("convtool").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    return "convtool"
  }()

  /// The test's own variables.
  ///
  /// Programs run in other folders, so a relative path of the real digits becomes an absolute one.
  public static let environment: [String: String] = {
    var environment = ProcessInfo.processInfo.environment
    if let folder = environment["CONVTOOL_MNIST"], !folder.isEmpty {
      environment["CONVTOOL_MNIST"] = URL(fileURLWithPath: folder).standardizedFileURL.path
    }
    return environment
  }()

  /// Runs it and waits.
  ///
  /// - Parameters:
  ///   - arguments: The arguments, without the program's name.
  ///   - folder: The working folder.
  ///   - input: What standard input holds; nothing without it.
  ///   - environment: Variables on top of the test's own.
  /// - Returns: The exit code, and what the program wrote.
  /// - Throws: An error when the program cannot be started.
  public static func run(
    _ arguments: [String], in folder: URL, input: Data = Data(),
    environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = Program.environment.merging(environment) { $1 }
    let (inputPipe, outputPipe, errorPipe) = (Pipe(), Pipe(), Pipe())
    process.standardInput = inputPipe
    process.standardOutput = outputPipe
    process.standardError = errorPipe
    try process.run()
    let collected = Mutex((output: Data(), errors: Data()))
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      let data = outputPipe.fileHandleForReading.readDataToEndOfFile()
      collected.withLock { $0.output = data }
    }
    DispatchQueue.global().async(group: group) {
      let data = errorPipe.fileHandleForReading.readDataToEndOfFile()
      collected.withLock { $0.errors = data }
    }
    try? inputPipe.fileHandleForWriting.write(contentsOf: input)
    try? inputPipe.fileHandleForWriting.close()
    process.waitUntilExit()
    group.wait()
    let (output, errors) = collected.withLock { $0 }
    return Result(
      code: process.terminationReason == .exit
        ? process.terminationStatus : 1000 + process.terminationStatus,
      output: output, errors: String(decoding: errors, as: UTF8.self))
  }
}
