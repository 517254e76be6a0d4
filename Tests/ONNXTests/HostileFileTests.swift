import Foundation
import ImageCodecs
import ONNX
import Testing

/// Files that lie about their sizes, or end too early.
struct HostileFileTests {
  private static let seeds: [[UInt8]] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fuzzing/Seeds/onnx")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap {
      (try? Data(contentsOf: folder.appendingPathComponent($0))).map { [UInt8]($0) }
    }
  }()

  private func run(_ bytes: [UInt8]) throws(ONNXError) {
    let graph = try Graph(try ModelFile(RandomAccessBytes(bytes: bytes)), folder: nil)
    let inputs = try graph.zeroInputs(height: 8, width: 8, limit: 1 << 20)
    let runner = try GraphRunner(graph, RunContext(memoryLimit: 1 << 22))
    _ = try runner.run(inputs, outputs: graph.outputs)
  }

  @Test("The models that the others are made from run")
  func seeds() throws {
    #expect(HostileFileTests.seeds.count >= 5)
    for bytes in HostileFileTests.seeds { try run(bytes) }
  }

  @Test("A model that is cut off anywhere is refused or runs")
  func truncations() {
    for bytes in HostileFileTests.seeds {
      for length in bytes.indices { _ = try? run(Array(bytes[..<length])) }
    }
  }

  @Test("A model with changed bytes is refused or runs")
  func mutations() {
    var state: UInt64 = 1
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    for round in 0..<2000 {
      var bytes = HostileFileTests.seeds[round % HostileFileTests.seeds.count]
      for _ in 0...next() % 3 { bytes[next() % bytes.count] = UInt8(next() & 255) }
      _ = try? run(bytes)
    }
  }

  @Test("A shape of 2⁶² elements is refused before memory is taken")
  func hugeShape() {
    // A tensor whose only dimension is 2⁶².
    let tensor: [UInt8] = [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 0x10, 1]
    let named = tensor + [0x42, 1, 0x77]
    let graph: [UInt8] = [0x2A, UInt8(named.count)] + named
    let model: [UInt8] = [0x3A, UInt8(graph.count)] + graph
    #expect(throws: ONNXError.self) { try run(model) }
  }
}
