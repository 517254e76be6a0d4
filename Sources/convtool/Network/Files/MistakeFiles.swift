import ConvNet
import FeatureMaps
import ImageCodecs

/// What a network read wrong, as files: `mistakes.png` and `mistakes.csv`.
struct MistakeFiles {
  private static let (sheetName, listName) = ("mistakes.png", "mistakes.csv")

  private let result: Evaluation
  private let pictures: ShownPictures
  private let classNames: [String]

  init(_ result: Evaluation, of pictures: ShownPictures, classNames: [String]) {
    self.result = result
    self.pictures = pictures
    self.classNames = classNames
  }

  /// Requires that a folder holds no mistakes, unless `--force` is given.
  static func requireNew(_ folder: String, force: Bool) throws {
    if !force && FileIdentity(path: "\(folder)/\(listName)") != nil {
      throw Failure(.cannotCreate, "\(folder): holds mistakes already: --force replaces them")
    }
  }

  /// Writes both files into a folder, which is created if necessary.
  func write(to folder: String) throws {
    let sheet = MistakeSheet(
      mistakes: result.mistakes, total: result.count, classNames: classNames,
      image: pictures.image
    ).drawn()
    try ModelStore.fill(folder) {
      try sheet.write(to: "\(folder)/\(MistakeFiles.sheetName)")
    }
    try ModelStore.write(Array(list.utf8), to: "\(folder)/\(MistakeFiles.listName)")
  }

  /// The rows of `mistakes.csv`.
  private var list: String {
    let rows = result.mistakes.map { mistake in
      [
        "\(mistake.index)", CSV.field(classNames[mistake.truth]),
        CSV.field(classNames[mistake.answer]), "\(mistake.probability)",
      ] + (pictures.name.map { [CSV.field($0(mistake.index))] } ?? [])
    }
    let heads = ["index", "truth", "answer", "probability"]
    return ([heads + (pictures.name == nil ? [] : ["file"])] + rows).map {
      $0.joined(separator: ",") + "\n"
    }.joined()
  }
}
