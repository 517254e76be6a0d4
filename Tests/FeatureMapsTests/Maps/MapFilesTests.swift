import FeatureMaps
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Files of maps")
struct MapFilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Three maps of 2×3, the second one dead, the third one flat.
  private let stack = MapStack(
    name: "conv2d_1", count: 3, height: 2, width: 3,
    values: [0, 1, 2, 3, 4, 5] + [Float](repeating: 0, count: 6) + [Float](repeating: 2, count: 6))

  @Test("a sheet, a picture for each map, and the array when asked")
  func names() throws {
    let out = folder.path("maps/of one")
    let entry = try MapRenderer(zoom: 4).write(stack, number: 1, to: out, array: true)
    let expected = [
      "01-conv2d_1.png", "01-conv2d_1/00.png", "01-conv2d_1/01.png", "01-conv2d_1/02.png",
      "01-conv2d_1.npy",
    ]
    #expect(entry.files == expected)
    #expect(Set(folder.files) == Set(expected.map { "maps/of one/" + $0 }))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(out)/01-conv2d_1/00.png"))
    let first = try picture(fromPNG: Array(bytes))
    #expect(first == MapRenderer(zoom: 4).pictures(of: stack)[0])
  }

  @Test("arrays are C×H×W, those of weights O×I×kH×kW, sides of 1 kept")
  func array() throws {
    _ = try MapRenderer().write(stack, number: 12, to: folder.url.path, array: true)
    let array = try NPYArray(ByteSource(path: folder.path("12-conv2d_1.npy")))
    #expect(array.shape == [3, 2, 3])
    #expect(array.elements == stack.values.map(Double.init))
    let weights = WeightStack(
      name: "w", outputs: 2, inputs: 3, height: 2, width: 1, values: (0..<12).map(Float.init))
    _ = try MapRenderer().write(weights, number: 1, to: folder.url.path, array: true)
    let second = try NPYArray(ByteSource(path: folder.path("01-w.npy")))
    #expect(second.shape == [2, 3, 2, 1])
    #expect(second.elements == (0..<12).map(Double.init))
  }

  @Test("the entry says scale, colors, ranges and which maps are dead or flat")
  func entry() throws {
    let entry = try MapRenderer().write(stack, number: 1, to: folder.url.path)
    #expect(entry.name == "conv2d_1")
    let sizes = [entry.maps, entry.height, entry.width, entry.zoom]
    #expect(sizes == [3, 2, 3, 33])
    #expect(entry.scale == "map" && entry.colormap == "viridis")
    #expect(entry.ranges == [[0, 5], [0, 0], [0, 2]])
    #expect(entry.dead == [1] && entry.flat == [2] && entry.notFinite == [])
    #expect(entry.orientation == nil)
  }

  @Test("weights: unit and input in the names, one symmetric range, the orientation")
  func weights() throws {
    let weights = WeightStack(
      name: "conv2d_2", outputs: 2, inputs: 3, height: 1, width: 2,
      values: (0..<12).map { Float($0) - 4 })
    let entry = try MapRenderer(scale: .layer).write(weights, number: 3, to: folder.url.path)
    #expect(
      entry.files == ["03-conv2d_2.png"]
        + ["00-00", "00-01", "00-02", "01-00", "01-01", "01-02"].map { "03-conv2d_2/\($0).png" })
    #expect(entry.ranges == [[Float]](repeating: [-7, 7], count: 6))
    #expect(entry.scale == "layer" && entry.colormap == "diverging")
    #expect(entry.orientation == "correlation")
    let own = try MapRenderer().write(weights, number: 3, to: folder.url.path)
    #expect(own.scale == "map")
    #expect(own.ranges == [[-4, 4], [-2, 2], [-1, 1], [-3, 3], [-5, 5], [-7, 7]])
    let single = WeightStack(
      name: "a/b c", outputs: 2, inputs: 1, height: 1, width: 2, values: [1, 2, 3, 4])
    let names = try MapRenderer().write(single, number: 4, to: folder.url.path).files
    #expect(names == ["04-a_b_c.png", "04-a_b_c/00.png", "04-a_b_c/01.png"])
  }

  @Test("numbers have as many digits as the largest needs")
  func manyMaps() throws {
    let many = MapStack(name: "m", units: (0..<101).map(Float.init))
    let files = try MapRenderer(zoom: 1).write(many, number: 1, to: folder.url.path).files
    #expect(files[1] == "01-m/000.png" && files.last == "01-m/100.png")
  }

  @Test("index.json reads back as it was and is the same bytes each time")
  func index() throws {
    var entry = try MapRenderer().write(stack, number: 1, to: folder.url.path)
    entry.name = "a \"quoted\" \\ name\n"
    entry.ranges = [[-0.1, 1e-9], [0, 3.4e38]]
    var second = entry
    second.orientation = "correlation"
    try MapRenderer.writeIndex([entry, second], to: folder.url.path)
    let data = try Data(contentsOf: folder.url.appendingPathComponent("index.json"))
    #expect(try JSONDecoder().decode([MapIndexEntry].self, from: data) == [entry, second])
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.hasPrefix("[{\"colormap\":") && text.hasSuffix("}]\n"))
    #expect(text.split(separator: "\n").count == 2 && text.contains("\"dead\":[1],"))
    try MapRenderer.writeIndex([entry, second], to: folder.url.path)
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("index.json")) == data)
    try MapRenderer.writeIndex([], to: folder.url.path)
    #expect(
      try Data(contentsOf: folder.url.appendingPathComponent("index.json")) == Data("[]\n".utf8))
  }

  @Test("what cannot be created is named")
  func errors() throws {
    try Data().write(to: folder.url.appendingPathComponent("file"))
    #expect {
      try MapRenderer().write(stack, number: 1, to: folder.path("file"))
    } throws: { ($0 as? CodecError)?.code == .cannotCreate }
    try FileManager.default.createDirectory(
      atPath: folder.path("01-conv2d_1/01.png"), withIntermediateDirectories: true)
    #expect {
      try MapRenderer().write(stack, number: 1, to: folder.url.path)
    } throws: { ($0 as? CodecError)?.description == "01-conv2d_1/01.png: is a directory" }
  }
}
