import CSystem
import Foundation
import Synchronization

/// A file that is complete or absent.
///
/// Bytes go to a temporary file in the target's folder, and ``commit()`` renames the temporary file
/// over the target. If writing ends before, the target stays unchanged. A killed process leaves its
/// temporary file behind; the next process that writes into the folder removes that file. Devices,
/// pipes and standard output cannot be renamed over and are written to directly.
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
  ///   - syncs: Whether ``commit()`` waits until the bytes are on disk, so that even a power cut
  ///     leaves the old file or the new one.
  /// - Throws: ``CodecError`` with `cannotCreate` when the folder does not allow new files, when
  ///   the path is a folder, or when the output is one of the inputs.
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
      // A symbolic link is kept: its target is replaced, or created when missing.
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

  /// Appends all bytes to the temporary file.
  ///
  /// - Throws: ``CodecError`` with `writeFailed`.
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

  /// Whether the bytes go to a temporary file.
  public var takesOffsets: Bool { temporary != nil }

  /// Writes bytes at an offset of the temporary file.
  ///
  /// - Throws: ``CodecError`` with `writeFailed`.
  public func write(_ bytes: [UInt8], at offset: Int) throws(CodecError) {
    let failure = writeAll(bytes, to: descriptor, at: offset)
    guard failure == 0 else {
      throw CodecError(.writeFailed, "write failed: \(systemMessage(failure))")
    }
  }

  /// Starts writing to disk, a megabyte at a time, so that the final sync waits only for the last
  /// megabyte.
  private func sendToDisk() {
    #if os(Linux)
      guard written - sentToDisk >= 1 << 20 else { return }
      // Starts without waiting; on failure only the final sync takes longer.
      sync_file_range(
        descriptor, Int64(sentToDisk), Int64(written - sentToDisk), UInt32(FILE_SYNC_BEGIN))
      sentToDisk = written
    #endif
  }

  /// Renames the complete temporary file to the target.
  ///
  /// - Throws: ``CodecError`` when syncing, closing or renaming fails; the target is then
  ///   unchanged.
  public func commit() throws(CodecError) {
    guard let temporary else { return }
    // The lock that protects the file from sweeping ends with the last descriptor, so the
    // descriptor is closed after the rename. Closing a duplicate first reports errors that some
    // file systems report only on close.
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

  /// Removes the temporary file unless the file has been committed.
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

  /// Removes every temporary file of this process and prevents further commits.
  ///
  /// For a program that is about to end on a signal: the lock is held while `body` runs.
  public static func removeAllTemporaries(andThen body: () -> Void) {
    pending.withLock { pending in
      for path in pending { _ = path.withFileBytes { unlink($0) } }
      pending.removeAll()
      body()
    }
  }

  /// Follows symbolic links, including one whose target does not exist yet.
  private static func resolved(_ path: String) -> String {
    var path = path
    for _ in 0..<32 {
      guard let target = Files.linkTarget(path) else { return path }
      path = target.utf8.first == UInt8(ascii: "/") ? target : folder(of: path) + target
    }
    return path
  }

  /// The folder of a path, with a slash at its end; empty for a name alone.
  private static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
  }
}
