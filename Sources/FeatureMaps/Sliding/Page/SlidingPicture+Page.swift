import Foundation
package import ImageCodecs

extension SlidingPicture {
  /// Returns the page of an animation: one file that works without a network.
  ///
  /// Without scripts it shows the finished picture.
  ///
  /// - Throws: `CodecError` when a picture cannot be encoded.
  package mutating func page(_ script: SlidingScript) throws(CodecError) -> [UInt8] {
    let animation = recorded(script)
    let palette = animation.palette
    var frames: [String] = []
    var first = ""
    for (frame, shot) in zip(animation.frames, script.shots) {
      let picture = Data(try AnimatedPNGWriter.picture(of: frame, in: palette))
      let address = "data:image/png;base64,\(picture.base64EncodedString())"
      if frames.isEmpty { first = address }
      let fields = [
        "\"x\":\(frame.left)", "\"y\":\(frame.top)", "\"ms\":\(shot.hundredths * 10)",
        "\"motion\":\(shot.isMotion)", "\"text\":\(SlidingPicture.quoted(caption(of: shot)))",
        "\"src\":\"\(address)\"",
      ]
      frames.append("{\(fields.joined(separator: ","))}")
    }
    let values = [
      "title": SlidingPicture.escaped(title), "picture": first, "width": "\(width)",
      "height": "\(height)", "caption": SlidingPicture.escaped(caption(of: script.shots[0])),
      "style": SlidingPicture.text(PackageResources.animation_css),
      "script": SlidingPicture.text(PackageResources.animation_js),
      "frames": "[\(frames.joined(separator: ",\n"))]",
    ]
    return SlidingPicture.filled(SlidingPicture.text(PackageResources.animation_html), values)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Puts values in the place of `{{name}}`; values are not searched again.
  private static func filled(_ template: String, _ values: [String: String]) -> [UInt8] {
    let parts = template.components(separatedBy: "{{")
    var result = Array(parts[0].utf8)
    for part in parts.dropFirst() {
      let pieces = part.components(separatedBy: "}}")
      result += (values[pieces[0]] ?? "").utf8
      result += pieces.dropFirst().joined(separator: "}}").utf8
    }
    return result
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// The text as a JSON string that cannot end the script element around it.
  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "<": "\\u003c"
      case _ where scalar.value < 32: " "
      default: String(scalar)
      }
    }
    return "\"\(scalars.joined())\""
  }
}

extension SlidingShot {
  /// Whether the frame only leads from one rest of the turning kernel to the next.
  var isMotion: Bool {
    if case .kernel(let degrees) = scene { degrees != 0 && degrees != 180 } else { false }
  }
}
