import Foundation
import Synchronization

/// The cores that this process may use by default.
enum CoreShare {
  private static let share = Atomic(0)

  /// Gives the process a part of the cores; others on the machine have the rest.
  static func set(_ cores: Int) { share.store(cores, ordering: .relaxed) }

  /// The number of cores: all of them, unless ``set(_:)`` gave a part.
  static var cores: Int {
    let share = share.load(ordering: .relaxed)
    return share > 0 ? share : ProcessInfo.processInfo.activeProcessorCount
  }

  /// The list of cores that the system lets the process run on; empty where it does not say.
  static var allowedCores: String {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: {
        $0.hasPrefix("Cpus_allowed_list:")
      })
    else { return "" }
    return String(line)
  }
}
