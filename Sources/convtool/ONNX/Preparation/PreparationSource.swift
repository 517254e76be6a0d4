import ConvNet
import Foundation
import ImageCodecs
import ONNX

/// Where the preparation of a model's pictures is written down.
enum PreparationSource {
  /// A network of this program, which divides by its own number.
  case network(Network)
  /// A model of another program, with the file beside it.
  case file(PreprocessorConfig)
  /// Nowhere.
  case nothing

  /// Looks for `preprocessor_config.json` in the folder of a model, or above a folder `onnx`.
  init(beside model: String) throws {
    let folder = FilePath.folder(model)
    let base = folder.isEmpty ? "." : folder
    var places = ["\(base)/\(PreprocessorConfig.fileName)"]
    if FilePath.name(base) == "onnx" { places.append("\(base)/../\(PreprocessorConfig.fileName)") }
    guard model != "-", let path = places.first(where: { Files.exists($0) }) else {
      self = .nothing
      return
    }
    ProtectedFiles.protect(path)
    guard let data = try WholeFile.contents(path) else {
      throw Failure(.noInput, "\(path): cannot be read")
    }
    do throws(ONNXError) { self = .file(try PreprocessorConfig(Array(data))) } catch {
      throw Failure(error, file: path)
    }
  }

  /// A preparation by its name; without one, that of the source.
  func preparation(_ name: PreparationName?, for input: PictureInput) -> PicturePreparation {
    switch (self, name) {
    case (.file(let config), nil): return config.preparation(for: input)
    case (.network(let network), nil), (.network(let network), .picture?),
      (.network(let network), .digit?):
      var result = PicturePreparation(name ?? .picture, for: input)
      result.divisor = network.inputDivisor
      return result
    case (.nothing, nil):
      let isOpen = input.height == nil && input.width == nil
      return PicturePreparation(isOpen ? .picture : .imagenet, for: input)
    case (_, let name?): return PicturePreparation(name, for: input)
    }
  }

  /// The preparations that `guess` tries.
  func guesses(for input: PictureInput) -> [PicturePreparation] {
    var result: [PicturePreparation] = []
    if case .nothing = self {} else { result.append(preparation(nil, for: input)) }
    result += PreparationName.guesses.map { PicturePreparation($0, for: input) }
    if input.height != nil {
      var whole = PicturePreparation(.picture, for: input)
      whole.title = "picture"
      if case .network = self { return result }
      result.append(whole)
    }
    return result
  }
}
