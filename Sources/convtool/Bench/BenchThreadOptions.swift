import ArgumentParser
import Foundation

/// The option of `bench train` and `bench infer` for one or several numbers of threads.
struct BenchThreadOptions: ParsableArguments {
  @Option(
    help: """
      Threads; several numbers, as 1,2,4, show how the speed grows (default: all cores, or \
      CONVTOOL_THREADS).
      """)
  var threads: CommaList<Whole<1, 1024>>?

  /// The numbers to measure, in the order given.
  func counts() throws -> [Int] {
    try threads?.elements.map(\.value) ?? [ThreadOptions.parse([]).count]
  }

  /// What follows the time with some threads in a line: its speed beside that with the first number.
  static func scaling(_ seconds: Double, first: (threads: Int, seconds: Double)?) -> String {
    guard let first else { return "" }
    let ratio = first.seconds / max(seconds, .leastNormalMagnitude)
    return ", \(String(format: "%.2f", ratio)) times as fast as with \(words(first.threads))"
  }

  /// A number of threads in words.
  static func words(_ threads: Int) -> String { "\(threads) thread\(threads == 1 ? "" : "s")" }
}
