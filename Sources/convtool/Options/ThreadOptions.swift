import ArgumentParser
import Foundation
import ImageCodecs
import ImageFilters

/// The option for the number of threads.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads; all cores by default, or CONVTOOL_THREADS.")
  var threads: Whole<1, 1024>?

  func validate() throws {
    if threads == nil, let text = environmentThreads, Whole<1, 1024>(argument: text) == nil {
      throw ValidationError("CONVTOOL_THREADS takes 1...1024, not '\(text)'")
    }
  }

  var count: Int {
    threads?.value ?? environmentThreads.flatMap(Int.init)
      ?? CoreShare.cores
  }

  private var environmentThreads: String? {
    // An empty variable counts as not set.
    ProcessInfo.processInfo.environment["CONVTOOL_THREADS"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
