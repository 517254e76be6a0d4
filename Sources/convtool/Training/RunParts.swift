import Foundation
import ImageCodecs
import PictureSets

/// The list of a run's pictures, `parts.csv`: the part, the class, the hash of the content and the
/// name of each.
struct RunParts {
  static let name = "parts.csv"
  private static let header = "part,class,content,picture"

  private let folder: String

  /// Finds the list beside a model: its folder is the run's.
  init(of model: String) {
    folder =
      Files.isFolder(model) ? model : FilePath.folder(model).isEmpty ? "." : FilePath.folder(model)
  }

  /// The list of a set.
  static func text(_ set: PictureSet, _ split: PictureSplit) -> String {
    let parts: [(PictureSide, [Int])] = [
      (.train, split.train), (.validation, split.validation), (.test, split.test),
    ]
    var text = header + "\n"
    for (side, indices) in parts {
      for index in indices {
        let item = set.items[index]
        let fields = [
          side.rawValue, CSV.field(set.classNames[item.label]), item.content.description,
          CSV.field(set.name(index)),
        ]
        text += fields.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// The hashes of the pictures that the run has learned from or chosen its epoch by; none where
  /// there is no list.
  var learned: Set<String> {
    guard let text = contents(RunParts.name), text.hasPrefix(RunParts.header) else { return [] }
    var hashes = Set<String>()
    for line in text.split(separator: "\n").dropFirst()
    where line.hasPrefix("train,") || line.hasPrefix("validation,") {
      // A class may hold commas; the hash is the field of 16 hexadecimal digits after it.
      let fields = line.split(separator: ",")
      for field in fields.dropFirst(2)
      where field.utf8.count == 16 && field.allSatisfy(\.isHexDigit) {
        hashes.insert(String(field))
        break
      }
    }
    return hashes
  }

  /// The data that the run was trained on; `nil` where its record does not say.
  var data: String? {
    guard let text = contents("run.json"),
      let record = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
      let options = record["options"] as? [String: Any], options["pictures"] != nil
    else { return nil }
    return options["data"] as? String
  }

  private func contents(_ name: String) -> String? {
    let path = "\(folder)/\(name)"
    guard FileIdentity(path: path)?.isRegular == true,
      let data = try? WholeFile.contents(path)
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
