public import ImageCodecs

extension MapRenderer {
  /// Writes `index.json`, which describes the pictures of a folder and their scales.
  ///
  /// - Throws: `CodecError` when the file cannot be created or written.
  public static func writeIndex(
    _ entries: [MapIndexEntry], to folder: String
  ) throws(CodecError) {
    try MapFolder(folder).write(
      try JSONOutput.list(entries, hasSnakeCase: false) + "\n", as: "index.json")
  }
}
