import ConvCore
import Foundation
import TestSupport
import Testing

/// A folder to work in, the program to run in it, and the files it leaves.
struct CommandSandbox: Sendable {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var files: [String] { folder.files }

  // MARK: Input

  @discardableResult
  func write(_ name: String, _ data: Data) throws -> String {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
    return name
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
  }

  /// A PNG of these samples, 8 bits unless said otherwise.
  @discardableResult
  func write(_ name: String, _ image: Image, depth: Int = 8) throws -> String {
    let colors: [PNGBuilder.Color] = [.gray, .grayAlpha, .rgb, .rgba]
    let png = PNGBuilder(
      height: image.shape.height, width: image.shape.width, depth: depth,
      color: colors[image.shape.channels - 1], samples: image.samples.map { UInt16($0) })
    return try write(name, png.data)
  }

  /// An NPY of the image's floats.
  @discardableResult
  func writeArray(_ name: String, _ image: Image) throws -> String {
    let shape = image.shape
    let sides = [shape.height, shape.width] + (shape.channels > 1 ? [shape.channels] : [])
    return try write(
      name, NPYFile(shape: sides, values: image.samples.map(Double.init)).data)
  }

  /// An impulse of 1 in the middle of 0s.
  func writeImpulse(_ name: String, height: Int, width: Int, value: Float = 1) throws {
    var samples = [Float](repeating: 0, count: height * width)
    samples[height / 2 * width + width / 2] = value
    try write(
      name,
      Image(shape: ImageShape(height: height, width: width, channels: 1), samples: samples))
  }

  // MARK: Runs

  func run(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
  ) throws -> Program.Result {
    try Program.run(arguments, in: folder.url, input: input, environment: environment)
  }

  /// Runs the program and expects it to succeed without a word on standard error, but for notes on
  /// how little there is to see: the pictures of tests are small, and many are flat.
  @discardableResult
  func succeed(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Program.Result {
    let result = try run(arguments, input: input, environment: environment)
    let words = result.errors.split(separator: "\n").filter { line in
      !line.contains(" % of the samples are ") && !line.contains("its shapes are in alpha")
        && !line.hasSuffix(" done, 0 failed, 0 skipped")
    }
    #expect(words.isEmpty, "\(arguments)", sourceLocation: sourceLocation)
    #expect(result.code == 0, "\(arguments)", sourceLocation: sourceLocation)
    return result
  }

  /// Runs the program and expects one clear line on standard error, this exit code, nothing on
  /// standard output, and no file more or less than before.
  @discardableResult
  func fail(
    _ code: Int32, _ arguments: [String], input: Data = Data(),
    environment: [String: String] = [:], saying words: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let before = files
    let result = try run(arguments, input: input, environment: environment)
    let call = Comment(rawValue: "\(arguments): \(result.errors)")
    #expect(result.code == code, call, sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("convtool: "), call, sourceLocation: sourceLocation)
    #expect(result.errors.hasSuffix("\n"), call, sourceLocation: sourceLocation)
    let lines = result.errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 2, call, sourceLocation: sourceLocation)
    #expect((lines.first?.count ?? 0) > 20, call, sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, call, sourceLocation: sourceLocation)
    #expect(files == before, call, sourceLocation: sourceLocation)
    for word in words {
      #expect(result.errors.contains(word), call, sourceLocation: sourceLocation)
    }
    return result.errors
  }

  // MARK: Output

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.url.appendingPathComponent(name))
  }

  func picture(_ name: String) throws -> Picture { try Picture(try data(name)) }

  func array(_ name: String) throws -> NPYFile { try #require(NPYFile(float32: try data(name))) }

  /// The raw response of a filter.
  func response(
    _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> NPYFile {
    let result = try run(arguments + ["-o", "-", "--format", "npy"])
    #expect(result.errors == "", "\(arguments)", sourceLocation: sourceLocation)
    return try #require(NPYFile(float32: result.output), sourceLocation: sourceLocation)
  }
}
