import CSystem
import Foundation
import Synchronization

/// A file that is complete or absent.
///
/// Bytes go to a temporary file in the target's folder, which ``commit()`` renames over the
/// target; whatever ends the writing before leaves the target as it was. A process that is killed
/// leaves its temporary file behind, which the next one that writes into the folder removes. Devices
/// and pipes, which have nothing to be renamed over, are written to directly, as standard output is.
public final class OutputFile: ByteSink, @unchecked Sendable {
  private let target: String
  private let temporary: String?
  private let syncs: Bool
  private var written = 0
  private var sentToDisk = 0
  private var descriptor: Int32
  private static let pending = Mutex<Set<String>>([])
  private static let counter = Atomic<Int>(0)

  /// Creates the temporary file, or opens standard output for `-`.
  ///
  /// - Parameters:
  ///   - path: The file, or `-`.
  ///   - syncs: Whether ``commit()`` waits until the bytes are on the disk, so that even a power
  ///     cut leaves the old file or the new one.
  /// - Throws: ``CodecError`` when the folder does not allow it.
  public init(path: String, syncs: Bool = false) throws(CodecError) {
    self.syncs = syncs
    guard !ProtectedFiles.contains(path) else {
      throw CodecError(.cannotCreate, "the output is one of the inputs")
    }
    guard path != "-" else {
      (target, temporary, descriptor) = (path, nil, STDOUT_FILENO)
      return
    }
    let status = Files.status(path)
    if let status, status.st_mode & S_IFMT == S_IFDIR {
      throw CodecError(.cannotCreate, "is a directory")
    }
    if let status, status.st_mode & S_IFMT != S_IFREG {
      (target, temporary) = (path, nil)
      descriptor = path.withFileBytes { open($0, O_WRONLY | O_CLOEXEC) }
    } else {
      // A symbolic link stays one: what it points to is replaced, or made where there is nothing.
      let resolved = OutputFile.resolved(path)
      let folder = OutputFile.folder(of: resolved)
      let number = OutputFile.counter.add(1, ordering: .relaxed).newValue
      let hidden = "\(folder).\(getpid())-\(number)\(TemporaryFiles.suffix)"
      (target, temporary) = (resolved, hidden)
      TemporaryFiles.sweep(folder: folder)
      descriptor = OutputFile.pending.withLock { pending in
        pending.insert(hidden)
        return TemporaryFiles.create(hidden)
      }
      if descriptor >= 0, let status { fchmod(descriptor, status.st_mode & 0o7777) }
    }
    guard descriptor >= 0 else {
      let message = systemMessage(errno)
      if let temporary { OutputFile.pending.withLock { _ = $0.remove(temporary) } }
      throw CodecError(.cannotCreate, "cannot create: \(message)")
    }
  }

  deinit { abandon() }

  public func write(_ bytes: [UInt8]) throws(CodecError) {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        return Foundation.write(descriptor, rest.baseAddress, rest.count)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else {
        throw CodecError(.writeFailed, "write failed: \(systemMessage(errno))")
      }
      done += wrote
    }
    written += done
    if syncs { sendToDisk() }
  }

  /// Lets the disk begin with what is there, a megabyte at a time: the wait at the end is then a
  /// matter of the last one.
  private func sendToDisk() {
    #if os(Linux)
      guard written - sentToDisk >= 1 << 20 else { return }
      // Begins, does not wait; where it fails, the wait at the end is longer.
      sync_file_range(
        descriptor, Int64(sentToDisk), Int64(written - sentToDisk), UInt32(FILE_SYNC_BEGIN))
      sentToDisk = written
    #endif
  }

  /// Puts the complete file in its place.
  ///
  /// - Throws: ``CodecError`` when that fails; the target is then as it was.
  public func commit() throws(CodecError) {
    guard let temporary else { return }
    // The lock that keeps others from sweeping ends with the last descriptor, so that one is closed
    // after the rename; closing a copy tells what a file system only says then.
    let failed = (syncs && fsync(descriptor) != 0) || close(dup(descriptor)) != 0
    let number = errno
    guard !failed else {
      let message = systemMessage(number)
      close(descriptor)
      descriptor = -1
      discard()
      throw CodecError(.writeFailed, "write failed: \(message)")
    }
    let failure: Int32 = OutputFile.pending.withLock { pending in
      let failure = temporary.withFileBytes { old in
        target.withFileBytes { rename(old, $0) == 0 ? 0 : errno }
      }
      if failure == 0 { pending.remove(temporary) }
      return failure
    }
    close(descriptor)
    descriptor = -1
    if failure != 0 {
      discard()
      throw CodecError(.cannotCreate, "cannot create: \(systemMessage(failure))")
    }
  }

  /// Removes the temporary file unless it has been committed.
  public func abandon() {
    guard temporary != nil, descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    discard()
  }

  private func discard() {
    guard let temporary else { return }
    OutputFile.pending.withLock { pending in
      _ = temporary.withFileBytes { unlink($0) }
      pending.remove(temporary)
    }
  }

  /// Removes every temporary file of this process and never lets another one be committed.
  ///
  /// For a program that is about to end on a signal: the call keeps the lock while `body` runs.
  public static func removeAllTemporaries(andThen body: () -> Void) {
    pending.withLock { pending in
      for path in pending { _ = path.withFileBytes { unlink($0) } }
      pending.removeAll()
      body()
    }
  }

  /// Follows symbolic links, also one whose target does not exist yet.
  private static func resolved(_ path: String) -> String {
    var path = path
    for _ in 0..<32 {
      guard let target = Files.linkTarget(path) else { return path }
      path = target.utf8.first == UInt8(ascii: "/") ? target : folder(of: path) + target
    }
    return path
  }

  /// A path's folder with the slash behind it; empty for a name alone.
  private static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
  }
}
