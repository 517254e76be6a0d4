import ConvCore
import Foundation
import TestSupport
import Testing

/// Files broken at random, through the program: with `CONVTOOL_MUTANTS=5000`, as many
/// are tried.
@Suite("Broken and hostile files")
struct MutationTests {
  private let sandbox: CommandSandbox
  private let seeds: [(name: String, bytes: [UInt8])]

  private static let count =
    ProcessInfo.processInfo.environment["CONVTOOL_MUTANTS"].flatMap(Int.init) ?? 120

  init() throws {
    sandbox = try CommandSandbox()
    seeds = try ["jpeg", "png", "npy", "tiff", "pnm", "webp", "bmp", "npz"].flatMap { kind in
      let place = Fixtures.seeds.appendingPathComponent(kind)
      return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted().map {
        ($0, [UInt8](try Data(contentsOf: place.appendingPathComponent($0))))
      }
    }
  }

  @Test("a mutant is read, or refused with one line, 65 or 75 and no output")
  func mutants() throws {
    var mutator = Mutator(seeds: seeds.map(\.bytes))
    for index in 0..<MutationTests.count {
      try sandbox.write("mutant", Data(mutator.next()))
      let start = ContinuousClock.now
      let result = try sandbox.run(["filter", "--laplacian", "mutant", "-o", "out.png"])
      let name = Comment(rawValue: "mutant \(index): \(result.errors)")
      #expect(ContinuousClock.now - start < .seconds(20), name)
      if result.code == 0 {
        #expect(sandbox.files == ["mutant", "out.png"], name)
        try FileManager.default.removeItem(atPath: sandbox.folder.path("out.png"))
      } else {
        #expect([65, 75].contains(result.code), name)
        #expect(result.errors.hasPrefix("convtool: mutant: "), name)
        #expect(result.errors.count { $0 == "\n" } == 1, name)
        #expect(sandbox.files == ["mutant"], name)
      }
    }
  }
}

/// Breaks files, the same ones in the same order each time.
private struct Mutator {
  let seeds: [[UInt8]]
  private var random = SplitMix64(seed: 6)

  init(seeds: [[UInt8]]) { self.seeds = seeds }

  private mutating func draw(_ bound: Int) -> Int { Int(random.next() % UInt64(max(bound, 1))) }

  mutating func next() -> [UInt8] {
    var bytes = seeds[draw(seeds.count)]
    let place = draw(bytes.count)
    let end = min(bytes.count, place + 1 + draw(60))
    switch draw(8) {
    case 0: bytes[place] ^= 1 << UInt8(draw(8))
    case 1: bytes[place] = [0, 1, 127, 128, 255][draw(5)]
    case 2: for _ in 0..<10 { bytes[draw(bytes.count)] = UInt8(draw(256)) }
    case 3: bytes.removeSubrange(place...)
    case 4: bytes.removeSubrange(place..<end)
    case 5: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 6: for index in place..<end { bytes[index] = 0 }
    default: bytes = bytes[..<place] + seeds[draw(seeds.count)].suffix(200)
    }
    // Half of the PNGs have sound checksums all the same, or nothing behind them would be reached.
    return draw(2) == 0 ? PNGBuilder.mended(bytes) : bytes
  }
}
