/// A file, and the part of it that is meant: `scan.tif:2`, `arrays.npz:weights`.
package struct FileAddress: Hashable, Sendable {
  /// The path of the file.
  package let file: String
  /// The text behind the colon; `nil` when the whole file is meant.
  package let member: String?

  /// Splits an address; an existing file of the whole name wins.
  package init(_ address: String) {
    let colon = UInt8(ascii: ":")
    guard let place = address.utf8.lastIndex(of: colon), place != address.startIndex,
      !Files.exists(address)
    else {
      (file, member) = (address, nil)
      return
    }
    let path = String(address[..<place])
    let name = String(address[address.utf8.index(after: place)...])
    guard !name.isEmpty, FileIdentity(path: path)?.isFolder == false else {
      (file, member) = (address, nil)
      return
    }
    (file, member) = (path, name)
  }
}
