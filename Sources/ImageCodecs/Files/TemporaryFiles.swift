import Foundation
import Synchronization

/// The temporary files of ``OutputFile``.
///
/// Each file is locked by its writing process, so that other processes recognize abandoned files.
enum TemporaryFiles {
  /// The suffix of the names, which begin with a dot.
  static let suffix = ".convtool-tmp"

  private static let swept = Mutex<Set<String>>([])

  /// Creates and locks a file.
  ///
  /// - Returns: A descriptor, or −1 with `errno` set.
  static func create(_ path: String) -> Int32 {
    while true {
      let descriptor = path.withFileBytes {
        open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      }
      guard descriptor >= 0 else { return descriptor }
      // On a file system without locks, no process gets a lock, and nothing is swept.
      flock(descriptor, LOCK_EX)
      var status = stat()
      if fstat(descriptor, &status) != 0 || status.st_nlink > 0 { return descriptor }
      // Another process swept the file between the two calls: try again.
      close(descriptor)
    }
  }

  /// Removes the files of killed processes from a folder, once per folder.
  ///
  /// - Parameter folder: Empty, or with a slash at its end.
  static func sweep(folder: String) {
    guard swept.withLock({ $0.insert(folder).inserted }),
      let stream = (folder.isEmpty ? "." : folder).withFileBytes({ opendir($0) })
    else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes -> String? in
        guard bytes.first == UInt8(ascii: ".") else { return nil }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let name, isOurs(name) { removeIfAbandoned(folder + name) }
    }
  }

  /// Whether a name has the form `.PID-N.convtool-tmp`.
  private static func isOurs(_ name: String) -> Bool {
    guard name.hasSuffix(suffix) else { return false }
    let numbers = name.dropFirst().dropLast(suffix.count)
      .split(separator: "-", omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { Int($0) != nil }
  }

  private static func removeIfAbandoned(_ path: String) {
    let descriptor = path.withFileBytes {
      open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    }
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
      _ = path.withFileBytes { unlink($0) }
    }
  }
}
