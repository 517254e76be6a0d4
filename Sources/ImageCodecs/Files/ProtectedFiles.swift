import Foundation
import Synchronization

/// The input files of the program, which no output may replace.
///
/// ``OutputFile`` refuses to open any of these files, under any name or link.
package enum ProtectedFiles {
  private static let identities = Mutex<Set<FileIdentity>>([])

  /// Protects a file from now on; `-` stands for the file that standard input is redirected from.
  package static func protect(_ path: String) {
    let identity =
      path == "-"
      ? FileIdentity(descriptor: STDIN_FILENO) : FileIdentity(path: FileAddress(path).file)
    guard let identity, identity.isRegular else { return }
    identities.withLock { _ = $0.insert(identity) }
  }

  /// Whether an output at this path would replace a protected file; `-` is standard output.
  package static func contains(_ path: String) -> Bool {
    let identity =
      path == "-" ? FileIdentity(descriptor: STDOUT_FILENO) : FileIdentity(path: path)
    return identity.map { identity in identities.withLock { $0.contains(identity) } } ?? false
  }
}
