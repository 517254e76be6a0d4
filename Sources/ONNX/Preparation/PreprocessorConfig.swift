internal import ConvCore
import Foundation

/// `preprocessor_config.json`, which Hugging Face keeps beside a model.
package struct PreprocessorConfig: Decodable {
  /// A size: one number, the shortest edge, or both sides.
  private enum Size: Decodable {
    case side(Int)
    case shortest(Int)
    case sides(Size2D)

    private enum Keys: String, CodingKey {
      case height, width
      case shortest = "shortest_edge"
    }

    init(from decoder: any Decoder) throws {
      if let side = try? decoder.singleValueContainer().decode(Int.self) {
        self = .side(side)
        return
      }
      let keys = try decoder.container(keyedBy: Keys.self)
      if let side = try keys.decodeIfPresent(Int.self, forKey: .shortest) {
        self = .shortest(side)
        return
      }
      self = .sides(
        Size2D(
          height: try keys.decode(Int.self, forKey: .height),
          width: try keys.decode(Int.self, forKey: .width)))
    }

    var sides: [Int] {
      switch self {
      case .side(let side), .shortest(let side): [side]
      case .sides(let size): [size.height, size.width]
      }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case doResize = "do_resize"
    case size
    case resample
    case doCenterCrop = "do_center_crop"
    case cropSize = "crop_size"
    case cropShare = "crop_pct"
    case doRescale = "do_rescale"
    case factor = "rescale_factor"
    case doNormalize = "do_normalize"
    case mean = "image_mean"
    case deviation = "image_std"
    case processor = "image_processor_type"
    case extractor = "feature_extractor_type"
  }

  private var doResize: Bool?
  private var size: Size?
  private var resample: Int?
  private var doCenterCrop: Bool?
  private var cropSize: Size?
  private var cropShare: Double?
  private var doRescale: Bool?
  private var factor: Double?
  private var doNormalize: Bool?
  private var mean: [Float]?
  private var deviation: [Float]?
  private var processor: String?
  private var extractor: String?

  /// The name of the file.
  package static let fileName = "preprocessor_config.json"

  /// Reads a file.
  ///
  /// - Throws: ``ONNXError`` with `damaged` for a text that is no such description.
  package init(_ bytes: [UInt8]) throws(ONNXError) {
    do { self = try JSONDecoder().decode(PreprocessorConfig.self, from: Data(bytes)) } catch {
      throw ONNXError(
        .damaged, "no description of a preparation: \(PreprocessorConfig.place(error))")
    }
    let sides = (size?.sides ?? []) + (cropSize?.sides ?? [])
    guard sides.allSatisfy({ (1...16384).contains($0) }) else {
      throw ONNXError(.damaged, "sizes of 1 to 16384 are known, not \(sides)")
    }
    let numbers = (mean ?? []) + (deviation ?? []) + [Float(factor ?? 1)]
    guard numbers.allSatisfy(\.isFinite), !(deviation ?? []).contains(0), factor ?? 1 > 0,
      cropShare ?? 1 > 0.05, cropShare ?? 1 <= 1
    else { throw ONNXError(.damaged, "a mean, deviation or factor that cannot be") }
    guard [nil, 0, 2, 3].contains(resample) else {
      throw ONNXError(
        .unsupported,
        "resample \(resample ?? 0) is not supported: 0, 2 and 3 are (nearest, "
          + "bilinear, bicubic)")
    }
  }

  private static func place(_ error: any Error) -> String {
    let context: DecodingError.Context? =
      switch error as? DecodingError {
      case .keyNotFound(_, let context), .typeMismatch(_, let context),
        .valueNotFound(_, let context), .dataCorrupted(let context):
        context
      default: nil
      }
    guard let name = context?.codingPath.first?.stringValue else { return "not a JSON object" }
    return "field \(name)"
  }

  /// The preparation for an input.
  package func preparation(for input: PictureInput) -> PicturePreparation {
    var result = PicturePreparation(.unit, for: input)
    result.title = PreprocessorConfig.fileName
    result.keepSize()
    if doResize ?? (size != nil), let size { result.resize = resize(size) }
    if let cropShare, case .side(let side)? = size, doCenterCrop != false, cropSize == nil {
      // ConvNeXt: the picture is scaled to a share more than is cut out.
      result.resize = .shortest(Int(Double(side) / cropShare))
      result.crop = Size2D(side)
    }
    if doCenterCrop ?? false, let crop = cropSize ?? size {
      let sides = crop.sides
      result.crop = Size2D(height: sides[0], width: sides[sides.count - 1])
    }
    switch resample {
    case 0: result.interpolation = .nearest
    case 3: result.interpolation = .bicubic
    default: result.interpolation = .bilinear
    }
    result.divisor = doRescale ?? true ? Float(1 / (factor ?? 1 / 255)) : 1
    if doNormalize ?? (mean != nil) {
      result.mean = mean ?? [0]
      result.deviation = deviation ?? [1]
    }
    return result
  }

  /// One number is the short side for families that scale so, or where a crop follows; else both.
  private func resize(_ size: Size) -> PicturePreparation.Resize {
    switch size {
    case .sides(let size): return .exact(height: size.height, width: size.width)
    case .shortest(let side): return .shortest(side)
    case .side(let side):
      let family = processor ?? extractor ?? ""
      let scalesShortest = ["CLIP", "ConvNe", "Levit", "MobileNet", "PoolFormer", "Bit", "Resnet"]
      let isKnown = scalesShortest.contains { family.hasPrefix($0) }
      if family.isEmpty ? doCenterCrop ?? false : isKnown { return .shortest(side) }
      return .exact(height: side, width: side)
    }
  }
}
