import ConvCore
import Digits
import Foundation
import ImageCodecs
import ImageFilters
import ONNX

/// Reads pictures and prepares them for a model.
struct GraphPictures {
  /// A picture that was read, and what a model sees of it.
  struct Reading {
    /// The picture, H×W×3 or H×W×1 values 0…255.
    let picture: Image
    /// The picture at the size that the model gets.
    let sized: Image
    /// The place of the sized picture in the picture.
    let placement: PicturePlacement
    /// The input of the model.
    let tensor: Tensor
  }

  /// The input of the model.
  let input: PictureInput
  let preparation: PicturePreparation
  private let isDigit: Bool
  private let arrays: ArrayOptions
  private let limits: ImageLimits
  private let isQuiet: Bool

  init(
    _ input: PictureInput, _ preparation: PicturePreparation, isDigit: Bool = false,
    arrays: ArrayOptions, limits: ImageLimits, isQuiet: Bool
  ) {
    (self.input, self.preparation, self.isDigit) = (input, preparation, isDigit)
    (self.arrays, self.limits, self.isQuiet) = (arrays, limits, isQuiet)
  }

  /// Reads a picture.
  ///
  /// - Parameters:
  ///   - path: The file, `-` for standard input.
  ///   - prepared: Where to write what the model sees; `nil` writes nothing.
  ///   - allowsDamage: Whether damaged pictures are read as far as possible.
  /// - Returns: The picture, and the tensor that the model gets.
  /// - Throws: ``Failure`` when the picture cannot be read or prepared, or `prepared` cannot be
  ///   written.
  func read(
    _ path: String, prepared: String? = nil, allowsDamage: Bool = false
  ) throws -> Reading {
    let (picture, name) = try picture(path, allowsDamage: allowsDamage)
    return try reading(picture, name, prepared: prepared)
  }

  /// Reads the pixels of a picture: gray where the model is gray and nothing is scaled, so that they
  /// are those that filter sees.
  func picture(_ path: String, allowsDamage: Bool = false) throws -> (Image, String) {
    ProtectedFiles.protect(path)
    let name = path == "-" ? "standard input" : path
    do {
      let reader = try InputSource.open(
        path, limits: limits, arrayLayout: arrays.layout, allowsDamage: allowsDamage)
      try arrays.setRange(of: reader)
      let isGray = preparation.channels == .gray && (preparation.resize == .none || isDigit)
      let picture = isGray ? try GrayPicture.read(reader) : try ColorPicture.read(reader)
      if !isQuiet { reader.notes.tell(name) }
      return (picture, name)
    } catch { throw Failure(error, file: name) }
  }

  /// Prepares a picture.
  func reading(_ picture: Image, _ name: String, prepared: String? = nil) throws -> Reading {
    do {
      if !isQuiet {
        let words = isDigit ? "a digit: fitted into 20x20, centered in 28x28, /255" : ""
        Messages.note(
          FileName.printable(name), "prepared as \(isDigit ? words : preparation.description)")
      }
      let sized = isDigit ? try digit(of: picture, name) : try preparation.sized(picture)
      if let prepared { try write(sized, to: prepared) }
      let (height, width) = (picture.shape.height, picture.shape.width)
      return Reading(
        picture: picture, sized: sized,
        placement: try preparation.placement(height: height, width: width),
        tensor: preparation.tensor(sized, for: input))
    } catch let error as ONNXError {
      throw Failure(error, file: name)
    } catch { throw Failure(error, file: name) }
  }

  private func digit(of picture: Image, _ name: String) throws -> Image {
    guard input.channels == 1, input.height ?? 28 == 28, input.width ?? 28 == 28 else {
      throw Failure(.usage, "--preprocess digit gives 28x28 gray pixels: the model's input differs")
    }
    return try NetworkInput.onlyDigit(of: DigitPreparation.read(picture), name)
  }

  private func write(_ image: Image, to path: String) throws {
    let samples = image.samples.map { UInt8(min(max($0.rounded(), 0), 255)) }
    let info = ImageInfo(format: .png, shape: image.shape, sampleType: .uint8, hasAlpha: false)
    try OutputFile.write(.uint8(samples), info, to: path)
  }
}
