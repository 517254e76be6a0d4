import ArgumentParser
import Foundation
import ImageCodecs
import ImageFilters

/// The option for the number of threads.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads; all cores by default, or CONVTOOL_THREADS.")
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes 1...1024, not \(threads)")
    }
    if threads == nil, let text = environmentThreads, !(1...1024).contains(Int(text) ?? 0) {
      throw ValidationError("CONVTOOL_THREADS takes 1...1024, not '\(text)'")
    }
  }

  var count: Int {
    threads ?? environmentThreads.flatMap(Int.init) ?? ProcessInfo.processInfo.activeProcessorCount
  }

  private var environmentThreads: String? {
    // An empty variable counts as not set.
    ProcessInfo.processInfo.environment["CONVTOOL_THREADS"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
