import Foundation
import TestSupport
import Testing

@Suite("Trainings that a launcher starts several times, in a build without MPI")
struct LaunchedTrainingTests {
  private static let call = [
    "train-mnist", "--synthetic", "--limit", "80", "--validation", "16", "--epochs", "1", "-o",
    "run",
  ]
  /// The number of a process and of all of them, as launchers tell them.
  private static let launchers = [
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMI_RANK", "PMI_SIZE"),
    ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS"),
  ]

  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("they would write one folder, and are refused", arguments: launchers)
  func refused(rank: String, count: String) throws {
    let first = try sandbox.run(
      LaunchedTrainingTests.call, environment: [rank: "0", count: "3"])
    #expect(first.code == 64)
    #expect(first.errors.contains("\(count) is 3"))
    #expect(first.errors.contains("--traits MPI"))
    #expect(!sandbox.files.contains("run"))
  }

  @Test("only the first of them says so, and only it answers a wrong call")
  func silence() throws {
    let second = ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "3"]
    for arguments in [LaunchedTrainingTests.call, ["train-mnist", "--epoch"]] {
      let result = try sandbox.run(arguments, environment: second)
      #expect(result.code == 64)
      #expect(result.errors.isEmpty)
      #expect(result.output.isEmpty)
    }
  }

  @Test("one process of a launcher, and one that shall be alone, trains", arguments: [true, false])
  func alone(isSole: Bool) throws {
    let environment =
      isSole
      ? ["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "1"]
      : ["SLURM_PROCID": "2", "SLURM_STEP_NUM_TASKS": "4", "CONVTOOL_MPI": "off"]
    let result = try sandbox.run(LaunchedTrainingTests.call, environment: environment)
    #expect(result.code == 0, "\(result.errors)")
    #expect(sandbox.files.contains("run/model.safetensors"))
  }

  @Test("other commands take no notice of the others")
  func pictures() throws {
    let result = try sandbox.run(
      ["kernels", "sobel-x"],
      environment: ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "3"])
    #expect(result.code == 0)
    #expect(!result.output.isEmpty)
  }
}
