import ConvCore
import Foundation
import ImageCodecs
import ImageFilters
import ONNX

/// Reads pictures and prepares them for an ONNX model.
struct GraphPictures {
  /// The input of the model.
  let input: PictureInput
  private let preparation: PicturePreparation
  private let arrays: ArrayOptions
  private let limits: ImageLimits
  private let isQuiet: Bool

  init(
    _ graph: Graph, model: String, _ options: PreparationOptions, arrays: ArrayOptions,
    limits: ImageLimits, isQuiet: Bool
  ) throws {
    input = try GraphStore.named(model) { () throws(ONNXError) in
      try PictureInput(graph, layout: options.layout)
    }
    preparation = try options.preparation(for: input)
    (self.arrays, self.limits, self.isQuiet) = (arrays, limits, isQuiet)
  }

  /// Reads a picture at the size that the model gets.
  ///
  /// - Parameter prepared: Where to write what the model sees; `nil` writes nothing.
  func read(_ path: String, prepared: String?, allowsDamage: Bool = false) throws -> Tensor {
    ProtectedFiles.protect(path)
    let name = path == "-" ? "standard input" : path
    do {
      let reader = try openImage(
        try ByteSource(path: path), limits: limits, arrayLayout: arrays.layout,
        allowsDamage: allowsDamage)
      try arrays.setRange(of: reader)
      let picture = try ColorPicture.read(reader)
      if !isQuiet {
        reader.notes.tell(name)
        Messages.note(FileName.printable(name), "prepared as \(preparation.description)")
      }
      let sized = try preparation.sized(picture)
      if let prepared { try write(sized, to: prepared) }
      return preparation.tensor(sized, for: input)
    } catch let error as ONNXError {
      throw Failure(error, file: name)
    } catch { throw Failure(error, file: name) }
  }

  private func write(_ image: Image, to path: String) throws {
    let samples = image.samples.map { UInt8(min(max($0.rounded(), 0), 255)) }
    let file = try OutputFile(path: path)
    defer { file.abandon() }
    let info = ImageInfo(format: .png, shape: image.shape, sampleType: .uint8, hasAlpha: false)
    let writer = try makeWriter(info, to: file)
    try writer.append(try writer.encode(.uint8(samples), rows: 0..<image.shape.height))
    try writer.finish()
    try file.commit()
  }
}
