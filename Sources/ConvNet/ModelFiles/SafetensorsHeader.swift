import Foundation

/// The JSON header of a safetensors file: the tensors and the offsets of their values.
struct SafetensorsHeader {
  /// The description of one tensor.
  struct Tensor {
    let name: String
    let type: String
    let shape: [Int]
    /// The byte range of the values, counted from the end of the header.
    let range: Range<Int>
  }

  /// The tensors, ordered by the offsets of their values.
  let tensors: [Tensor]
  let metadata: [String: String]

  /// The number of bits of one value, for each type of the format.
  private static let bits = [
    "BOOL": 8, "U8": 8, "I8": 8, "U16": 16, "I16": 16, "U32": 32, "I32": 32, "U64": 64, "I64": 64,
    "F16": 16, "BF16": 16, "F32": 32, "F64": 64, "C64": 64, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
    "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8,
  ]

  /// Decodes a header.
  ///
  /// - Throws: ``ModelFileError`` when the text is not JSON of the right form, or a tensor's shape
  ///   and byte range disagree.
  init(_ text: ArraySlice<UInt8>) throws(ModelFileError) {
    let fields: Fields
    do { fields = try JSONDecoder().decode(Fields.self, from: Data(text)) } catch {
      throw ModelFileError("damaged safetensors header: \(SafetensorsHeader.reason(error))")
    }
    metadata = fields.metadata
    var tensors: [Tensor] = []
    for (name, description) in fields.tensors {
      tensors.append(try SafetensorsHeader.tensor(name, description))
    }
    self.tensors = tensors.sorted {
      ($0.range.lowerBound, $0.range.upperBound, $0.name)
        < ($1.range.lowerBound, $1.range.upperBound, $1.name)
    }
  }

  /// Checks that the tensors are contiguous.
  ///
  /// - Throws: ``ModelFileError`` for overlapping tensors, a gap between tensors, and bytes after
  ///   the last tensor.
  func requireEndToEnd(dataCount: Int) throws(ModelFileError) {
    var (end, before) = (0, "the header")
    for tensor in tensors {
      let start = tensor.range.lowerBound
      guard start >= end else {
        throw ModelFileError("tensors \(before) and \(tensor.name) overlap")
      }
      guard start == end else {
        throw ModelFileError(
          "\(SafetensorsHeader.bytes(start - end)) between \(before) and tensor \(tensor.name) "
            + "belong to none")
      }
      (end, before) = (tensor.range.upperBound, tensor.name)
    }
    guard end <= dataCount else {
      throw ModelFileError(
        "cut short, or damaged offsets: the tensors take \(end) bytes, there are \(dataCount)")
    }
    guard end == dataCount else {
      throw ModelFileError(
        "\(SafetensorsHeader.bytes(dataCount - end)) behind the last tensor belong to none")
    }
  }

  private static func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

  private static func tensor(
    _ name: String, _ description: Description
  ) throws(ModelFileError) -> Tensor {
    guard let bits = bits[description.dtype] else {
      throw ModelFileError("tensor \(name): unknown type \(description.dtype)")
    }
    let (shape, offsets) = (description.shape, description.offsets)
    var total: Int? = bits
    for side in shape { total = total.flatMap { product($0, side) } }
    guard let total, total % 8 == 0 else {
      throw ModelFileError("tensor \(name): a shape \(shape) cannot be")
    }
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1],
      offsets[1] - offsets[0] == total / 8
    else {
      throw ModelFileError(
        "tensor \(name): offsets \(offsets) do not fit shape \(shape) of \(description.dtype)")
    }
    return Tensor(
      name: name, type: description.dtype, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// Returns the product, or `nil` for a negative side and for an overflow.
  private static func product(_ count: Int, _ side: Int) -> Int? {
    let (product, overflow) = count.multipliedReportingOverflow(by: side)
    return side >= 0 && !overflow ? product : nil
  }

  /// Returns the name of the tensor whose description is wrong.
  private static func reason(_ error: any Error) -> String {
    let context: DecodingError.Context? =
      switch error as? DecodingError {
      case .keyNotFound(_, let context), .typeMismatch(_, let context),
        .valueNotFound(_, let context), .dataCorrupted(let context):
        context
      default: nil
      }
    guard let name = context?.codingPath.first?.stringValue else { return "not a JSON object" }
    return name == "__metadata__" ? "metadata that is not text" : "tensor \(name)"
  }
}

/// The decoded JSON header.
private struct Fields: Decodable {
  var metadata: [String: String] = [:]
  var tensors: [String: Description] = [:]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    for name in container.allKeys {
      if name.stringValue == "__metadata__" {
        metadata = try container.decode([String: String].self, forKey: name)
      } else {
        tensors[name.stringValue] = try container.decode(Description.self, forKey: name)
      }
    }
  }
}

/// The decoded JSON description of one tensor.
private struct Description: Decodable {
  enum CodingKeys: String, CodingKey {
    case dtype, shape
    case offsets = "data_offsets"
  }

  let dtype: String
  let shape: [Int]
  let offsets: [Int]
}

/// A coding key with any name.
private struct Name: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
