import Foundation
public import ImageCodecs

/// The text of `index.json`: a list of layers, one key per line, in a fixed order.
enum MapIndex {
  static func text(_ entries: [MapIndexEntry]) -> String {
    guard !entries.isEmpty else { return "[]\n" }
    return "[\n" + entries.map(text).joined(separator: ",\n") + "\n]\n"
  }

  private static func text(_ entry: MapIndexEntry) -> String {
    var fields: [(String, String)] = [
      ("name", quoted(entry.name)), ("maps", "\(entry.maps)"), ("height", "\(entry.height)"),
      ("width", "\(entry.width)"), ("scale", quoted(entry.scale)),
      ("colormap", quoted(entry.colormap)), ("zoom", "\(entry.zoom)"),
      ("ranges", list(entry.ranges.map { list($0.map { "\($0)" }) })),
      ("dead", list(entry.dead.map(String.init))), ("flat", list(entry.flat.map(String.init))),
      ("notFinite", list(entry.notFinite.map(String.init))),
    ]
    if let orientation = entry.orientation { fields.append(("orientation", quoted(orientation))) }
    fields.append(("files", list(entry.files.map(quoted))))
    let lines = fields.map { "    \"\($0)\": \($1)" }
    return "  {\n" + lines.joined(separator: ",\n") + "\n  }"
  }

  private static func list(_ items: [String]) -> String {
    "[" + items.joined(separator: ", ") + "]"
  }

  /// Returns a JSON string literal.
  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case _ where scalar.value < 32: String(format: "\\u%04x", scalar.value)
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}

extension MapRenderer {
  /// Writes `index.json`, which describes the pictures of a folder and their scales.
  ///
  /// - Throws: `CodecError` when the file cannot be created or written.
  public static func writeIndex(
    _ entries: [MapIndexEntry], to folder: String
  ) throws(CodecError) {
    try MapFolder(folder).write("index.json") { file throws(CodecError) in
      try file.write(Array(MapIndex.text(entries).utf8))
    }
  }
}
