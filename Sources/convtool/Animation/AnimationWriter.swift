import FeatureMaps
import Foundation
import ImageCodecs

/// Writes an animation in one of its formats; files are complete or absent.
struct AnimationWriter {
  let drawing: SlidingPicture
  let script: SlidingScript
  /// The positions of `--still`; empty for four of the program's choice, `nil` for an animation.
  let still: [SlidingPosition]?
  /// The positions of `--still` in a row.
  let columns: Int
  let fps: Double
  let texts: [Metadata.Text]

  /// Writes the animation.
  ///
  /// - Returns: The line for LaTeX of a folder of frames.
  func write(to path: String, as format: AnimationFormat) throws -> String? {
    if format == .frames { return try writeFrames(to: path) }
    try about(path == "-" ? "standard output" : path) {
      try OutputFile.write(to: path) { file in
        var drawing = drawing
        if let still {
          try file.write(try drawing.still(at: still, columns: columns).encodedPNG())
        } else {
          switch format {
          case .gif: try GIFWriter.write(drawing.recorded(script), to: file)
          case .html: try file.write(try drawing.page(script))
          default: try AnimatedPNGWriter.write(drawing.recorded(script), to: file, texts: texts)
          }
        }
      }
    }
    return nil
  }

  /// Writes one PNG for each frame into a folder; after an error none of them is left.
  private func writeFrames(to path: String) throws -> String {
    let folder = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
    let isNew = !Files.isFolder(folder)
    try about(path) { try Files.makeFolder(FilePath.folder(folder + "x")) }
    var written: [String] = []
    do {
      var drawing = drawing
      for (index, shot) in script.shots.enumerated() {
        let file = "\(folder)frame-\(AnimationWriter.padded(index)).png"
        try drawing.canvas(of: shot).write(to: file)
        written.append(file)
      }
    } catch {
      for file in written { try? FileManager.default.removeItem(atPath: file) }
      // Only the folder that was made here, and only while it is empty.
      if isNew { _ = rmdir(folder) }
      throw Failure(error, file: path)
    }
    let rate = String(format: "%g", fps)
    return "\\animategraphics[loop,controls,width=\\linewidth]{\(rate)}{\(folder)frame-}{"
      + "\(AnimationWriter.padded(0))}{\(AnimationWriter.padded(script.shots.count - 1))}"
  }

  private static func padded(_ number: Int) -> String { String(format: "%04d", number) }
}
