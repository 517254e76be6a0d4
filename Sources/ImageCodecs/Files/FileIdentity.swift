import Foundation

/// The identity of a file, independent of its path.
///
/// All links to a file share one identity: the device and the inode number.
package struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let node: UInt64
  /// Whether the path leads to a regular file, not to a folder, a device or a pipe.
  package let isRegular: Bool
  /// Whether the path leads to a folder.
  package let isFolder: Bool

  /// Creates the identity of the file at a path; `nil` when the path does not exist.
  package init?(path: String) {
    guard let status = Files.status(path) else { return nil }
    self.init(status)
  }

  /// Creates the identity of an open file; `nil` when the descriptor is not open.
  package init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    node = UInt64(truncatingIfNeeded: status.st_ino)
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }
}
