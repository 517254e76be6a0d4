import Foundation
import Synchronization

/// The files that a program reads, which none of its outputs may replace.
///
/// ``OutputFile`` refuses to open any of them, by whatever name or link.
public enum ProtectedFiles {
  private static let identities = Mutex<Set<FileIdentity>>([])

  /// Protects a file from now on; `-` is what standard input is redirected from.
  public static func protect(_ path: String) {
    let identity =
      path == "-" ? FileIdentity(descriptor: STDIN_FILENO) : FileIdentity(path: path)
    guard let identity, identity.isRegular else { return }
    identities.withLock { _ = $0.insert(identity) }
  }

  /// Whether an output of this name would replace a protected file; `-` is standard output.
  public static func contains(_ path: String) -> Bool {
    let identity =
      path == "-" ? FileIdentity(descriptor: STDOUT_FILENO) : FileIdentity(path: path)
    return identity.map { identity in identities.withLock { $0.contains(identity) } } ?? false
  }
}
