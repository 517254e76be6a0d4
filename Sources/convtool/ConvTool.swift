import ArgumentParser
import CSystem
import ConvCore
import Foundation
import ImageCodecs

/// The command-line program: parses arguments, calls the libraries and writes files.
@main
struct ConvTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convtool",
    abstract: """
      True 2-D convolution, edge filters and pooling on \(ImageFormat.names("and")) files.
      """,
    discussion: """
      convtool filter --laplacian photo.jpg     writes photo.laplacian.png
      convtool pool photo.jpg                   halves both sides by 2x2 max pooling
      convtool pool '1 3 5 3; 4 2 3 1'          prints 4 5
      convtool kernels sobel-x                  prints a kernel of the catalogue
      convtool show photo.jpg --crop 40,60,8x8  draws pixels as numbers in cells
      """,
    version: "0.1.0",
    subcommands: [
      FilterCommand.self, PoolCommand.self, KernelsCommand.self, ShowCommand.self,
      AnimateCommand.self,
      CompareCommand.self,
      TrainCommand.self, TrainMNISTCommand.self, EvaluateCommand.self, PredictCommand.self,
      SummaryCommand.self,
      DumpActivationsCommand.self, DumpFiltersCommand.self, PatchesCommand.self, CamCommand.self,
      RunCommand.self, ConvertCommand.self, ReportCommand.self, LearnCommand.self,
      MakeDigitsCommand.self,
      CheckCommand.self, BenchCommand.self,
    ])

  /// Parses and runs the command; on an error, ends the process with the exit code of ``Failure``.
  static func main() {
    StandardStreams.reserve()
    Signals.install()
    Launcher.quietenFollowers(Array(WrongCall.words))
    keepFreedMemory()
    do {
      try requireEngine()
      let words = BareOption.completed(Array(WrongCall.words))
      if try !HiddenCall.run(words) {
        var command = try SignedValues.parsed(words)
        try command.run()
      }
      try StandardStreams.flush()
      Messages.writeWaiting()
      TrainingJob.end(0)
    } catch let failure as Failure {
      // A batch of which a part is done has its notes; another failure stays one line.
      if failure.code == .someInputsFailed { Messages.writeWaiting() }
      end(WrongCall.answer(Array(WrongCall.words), after: failure))
    } catch let error as any ReportedError {
      end(WrongCall.answer(Array(WrongCall.words), after: Failure(error.status, error.line)))
    } catch {
      end(parsing: error)
    }
  }

  /// Makes the C library keep freed memory.
  ///
  /// Bands are allocated and freed at a high rate. By default the C library would return each one
  /// to the system and fault it in again, which takes as long as the filter.
  private static func keepFreedMemory() {
    #if canImport(Glibc)
      mallopt(M_MMAP_THRESHOLD, 1 << 30)
      mallopt(M_TRIM_THRESHOLD, 1 << 30)
      // The heap grows by whole large pages, so that bands can use them.
      mallopt(M_TOP_PAD, 4 << 20)
    #endif
  }

  private static func requireEngine() throws {
    guard let name = ProcessInfo.processInfo.environment["CONVTOOL_ISA"],
      !name.isEmpty
    else { return }
    _ = try Engine.named(name)
  }

  private static func end(_ failure: Failure) -> Never {
    failure.report()
    TrainingJob.end(failure.code.rawValue)
    Foundation.exit(failure.code.rawValue)
  }

  /// Ends the process: help goes to standard output, a wrong call is one line and exit code 64.
  private static func end(parsing error: any Error) -> Never {
    if exitCode(for: error).isSuccess, !WrongCall.namesFileAsOption {
      print(HelpText.ordered(fullMessage(for: error)))
      do { try StandardStreams.flush() } catch { Foundation.exit(ExitStatus.writeFailed.rawValue) }
      Foundation.exit(0)
    }
    guard exitCode(for: error) == .validationFailure || WrongCall.namesFileAsOption else {
      end(Failure(.internalError, "unexpected: \(error)"))
    }
    let message = message(for: error)
    end(
      WrongCall.answer(
        Array(WrongCall.words), after: Failure(parsing: message), parser: message))
  }
}
