import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Reading NPY")
struct NPYReaderTests {
  static let layouts: [NPYFile.Layout] = [1, 2, 3].flatMap { version in
    [false, true].flatMap { isFortran in
      ["|u1", "<u2", ">u2", "<f4", ">f4"].map { type in
        NPYFile.Layout(type: type, version: version, isFortran: isFortran)
      }
    }
  }

  private func array(_ shape: [Int], type: String) -> NPYFile {
    let count = shape.reduce(1, *)
    let scale = type.hasSuffix("u1") ? 1.0 : type.hasSuffix("u2") ? 257 : -0.375
    return NPYFile(shape: shape, values: (0..<count).map { Double($0 * 37 % 256) * scale })
  }

  @Test("every type, byte order, index order and version gives its samples", arguments: layouts)
  func samplesAreExact(_ layout: NPYFile.Layout) throws {
    let types: [String: SampleType] = ["u1": .uint8, "u2": .uint16, "f4": .float32]
    for shape in [[1, 1], [5, 3], [7, 4, 3], [4, 2, 1], [3, 5, 6]] {
      let file = array(shape, type: layout.type)
      let decoded = try Decoded(file.bytes(layout))
      let channels = shape.count == 3 ? shape[2] : 1
      #expect(decoded.info.format == .npy)
      #expect(decoded.info.shape == ImageInfo(.npy, shape[0], shape[1], channels).shape)
      #expect(decoded.info.sampleType == types[String(layout.type.dropFirst())])
      #expect(!decoded.info.hasAlpha)
      #expect((decoded.info.wholeImageReason != nil) == layout.isFortran)
      #expect(decoded.values == file.values)
    }
  }

  @Test("floats keep infinities, NaN and signed zeros")
  func floatsAreUntouched() throws {
    let values: [Double] = [.infinity, -.infinity, .nan, -0.0, 1e-42, 3.4e38]
    let decoded = try Decoded(NPYFile(shape: [2, 3], values: values).bytes(.init(type: "<f4")))
    guard case .float32(let samples) = decoded.samples else {
      Issue.record("not floats")
      return
    }
    let patterns = values.map { Float($0).bitPattern }
    #expect(samples.map(\.bitPattern) == patterns)
  }

  @Test("headers may be spaced and quoted in any way that Python reads")
  func headersAreLiterals() throws {
    let headers = [
      "{'shape': (2, 3), 'fortran_order': False, 'descr': '|u1'}",
      "{\"descr\": \"|u1\", \"fortran_order\": False, \"shape\": (2, 3)}",
      "{'descr':'|u1','fortran_order':False,'shape':(2,3),}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2L, 3L), }",
    ]
    for text in headers {
      let decoded = try Decoded(NPYFile.header(text) + [1, 2, 3, 4, 5, 6])
      #expect(decoded.values == [1, 2, 3, 4, 5, 6], "\(text)")
    }
  }

  @Test("an array cut short anywhere is damage", arguments: [false, true])
  func everyPrefixIsDamage(isFortran: Bool) throws {
    let file = array([4, 3], type: "<u2")
    let bytes = file.bytes(NPYFile.Layout(type: "<u2", isFortran: isFortran))
    for count in 6..<bytes.count {
      let error = try #require(failure(of: Array(bytes[..<count])), "\(count) bytes")
      #expect(error.code == .damaged, "\(count) bytes")
      #expect(error.description.hasPrefix("truncated NPY"), "\(count) bytes: \(error)")
    }
    let error = failure(of: Array(bytes.dropLast(7)))
    #expect(error?.description == "truncated NPY: 2 of 4 rows")
  }

  @Test(
    "other types are unsupported and named",
    arguments: ["<c8", "<c16", "<f16", "<U4", "|O", "<M8[ns]", "|S3", "|V8"])
  func otherTypesAreNamed(type: String) throws {
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (1, 1), }"
    let error = try #require(failure(of: NPYFile.header(text) + [UInt8](repeating: 0, count: 16)))
    #expect(error.code == .unsupported)
    let name = type.drop { "<>|".contains($0) }
    #expect(
      error.description.contains(name) || error.description.contains("int")
        || error.description.contains("float"), "\(error)")
  }

  @Test(
    "arrays that are not H×W or H×W×C are unsupported", arguments: ["()", "(4,)", "(1, 1, 2, 2)"])
  func otherDimensionsAreRefused(shape: String) throws {
    let text = "{'descr': '|u1', 'fortran_order': False, 'shape': \(shape), }"
    let error = try #require(failure(of: NPYFile.header(text) + [1, 2, 3, 4]))
    #expect(error.code == .unsupported)
    #expect(error.description.contains("dimensions"))
  }

  @Test("garbage in a header is damage or unsupported, never a picture")
  func garbageIsRefused() throws {
    let headers = [
      "", "{}", "not a dictionary at all", "{'descr': '|u1'}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2, -3), }",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (two, 3), }",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (0, 3), }",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 0), }",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (9223372036854775807, 3), }",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999, 3), }",
      "{'descr': '|u1', 'fortran_order': Maybe, 'shape': (2, 3), }",
      "{'descr': [('r', '|u1'), ('g', '|u1')], 'fortran_order': False, 'shape': (2, 3), }",
    ]
    for text in headers {
      let error = failure(of: NPYFile.header(text) + [UInt8](repeating: 1, count: 6))
      #expect(error != nil, "\(text)")
      let codes: [CodecError.Code] = [.damaged, .unsupported, .overLimit]
      if let error { #expect(codes.contains(error.code), "\(text): \(error)") }
    }
    let magic = [0x93] + Array("NUMPY".utf8)
    #expect(failure(of: magic + [4, 0, 10, 0, 0, 0])?.code == .unsupported)
    #expect(failure(of: magic + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF])?.code == .damaged)
  }
}
