import Foundation
import TestSupport
import Testing

@Suite("Interrupts", .serialized)
struct InterruptTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    // Much more than a few seconds of work for a wide bilateral filter.
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1500, 1500), }"
    try sandbox.write("big.npy", Data(NPYFile.header(header)) + Data(count: 1500 * 1500))
  }

  private func start(_ output: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["filter", "--bilateral", "20,30", "big.npy", "-o", output, "--force"]
    process.currentDirectoryURL = sandbox.folder.url
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits until the run has begun to write.
  private func waitForTemporaryFile(_ process: Process, beside names: [String]) throws {
    let end = ContinuousClock.now + .seconds(20)
    while sandbox.files == names, process.isRunning, ContinuousClock.now < end {
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(process.isRunning)
    #expect(sandbox.files.count == names.count + 1)
  }

  @Test(
    "a signal in the middle of a run leaves no file and no half of one",
    arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func signalsCleanUp(signal: Int32, code: Int32) throws {
    let process = try start("out.png")
    try waitForTemporaryFile(process, beside: ["big.npy"])
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == code)
    #expect(sandbox.files == ["big.npy"])
  }

  @Test("what was there before an interrupted --force is still there")
  func oldFileSurvives() throws {
    try sandbox.write("out.npy", "precious")
    let process = try start("out.npy")
    try waitForTemporaryFile(process, beside: ["big.npy", "out.npy"])
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(sandbox.files == ["big.npy", "out.npy"])
    #expect(try sandbox.data("out.npy") == Data("precious".utf8))
  }
}
