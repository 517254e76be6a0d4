import Foundation
import RowLoopsBaseline
package import RowLoops

#if WIDE_SIMD
  import RowLoopsAVX2
  import RowLoopsAVX512
#endif

/// The build of the row loops that this process runs, chosen by the CPU's features at start.
public struct Engine: Sendable {
  /// The loops of the chosen build.
  package let loops: any RowLoops.Type

  init(loops: any RowLoops.Type) { self.loops = loops }

  /// Number of threads for an operation that holds the whole image; a band has one thread.
  public var wholeImageThreads = 1

  /// The name of the build: `portable`, `avx2`, `avx512` or `neon`.
  public var name: String { loops.instructionSet }

  /// Whether a product is added without being rounded first.
  ///
  /// Trainings have the same bits with all builds that do so.
  package var fusesMultiplyAdd: Bool { name != "portable" }

  /// The build with the widest registers that this CPU can run.
  public static let widest: Engine = available.last ?? Engine(loops: RowLoopsBaseline.Loops.self)

  /// All builds that this CPU can run, the narrowest registers first.
  public static let available: [Engine] = {
    var engines = [Engine(loops: RowLoopsBaseline.Loops.self)]
    #if WIDE_SIMD
      let features = CPUFeatures.current
      if features.isSuperset(of: CPUFeatures.level3) {
        engines.append(Engine(loops: RowLoopsAVX2.Loops.self))
        if features.isSuperset(of: CPUFeatures.level4) {
          engines.append(Engine(loops: RowLoopsAVX512.Loops.self))
        }
      }
    #endif
    return engines
  }()

  /// The build that `CONVTOOL_ISA` names; without the variable, the widest build.
  ///
  /// An unavailable name falls back to the widest build. Programs that want to refuse such a name
  /// call ``named(_:)`` at start, as the command line does.
  public static let preferred: Engine = {
    let name = ProcessInfo.processInfo.environment["CONVTOOL_ISA"] ?? ""
    guard !name.isEmpty else { return widest }
    return (try? named(name)) ?? widest
  }()

  /// Returns the build with the given name.
  ///
  /// - Throws: ``EngineError`` if this CPU or this build of the package does not have it.
  public static func named(_ name: String) throws(EngineError) -> Engine {
    for engine in available where engine.name == name { return engine }
    throw EngineError(name: name, available: available.map(\.name))
  }
}

#if WIDE_SIMD
  /// The CPU's features, with the names that Linux and Darwin print.
  private enum CPUFeatures {
    /// x86-64-v3, the features that the AVX2 build may use.
    static let level3: Set<String> = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe"]
    /// x86-64-v4, the additional features that the AVX-512 build may use.
    static let level4: Set<String> = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]

    #if canImport(Darwin)
      static var current: Set<String> {
        level3.union(level4).filter { name in
          var value: Int32 = 0
          var size = MemoryLayout<Int32>.size
          let key = name.hasPrefix("bmi") || name == "fma" ? name : "\(name)_0"
          return unsafe sysctlbyname(
            "hw.optional.\(key.replacing("avx_0", with: "avx1_0"))",
            &value, &size, nil, 0) == 0 && value == 1
        }
      }
    #else
      /// The features of the first processor in `/proc/cpuinfo`, which all cores share.
      static var current: Set<String> {
        guard let file = FileHandle(forReadingAtPath: "/proc/cpuinfo"),
          let data = try? file.read(upToCount: 16384)
        else { return [] }
        let text = String(decoding: data, as: UTF8.self)
        let flags = text.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
        return Set(
          flags.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ":" }).map(String.init))
      }
    #endif
  }
#endif
