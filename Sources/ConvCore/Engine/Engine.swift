import Foundation
import RowLoopsBaseline
package import RowLoops

#if WIDE_SIMD
  import RowLoopsAVX2
  import RowLoopsAVX512
#endif

/// The build of the row loops that this process runs, chosen from the CPU at start.
public struct Engine: Sendable {
  /// The loops of the chosen build.
  package let loops: any RowLoops.Type

  init(loops: any RowLoops.Type) { self.loops = loops }

  /// Threads that an operation which holds the whole image may use; bands have one each.
  public var wholeImageThreads = 1

  /// `portable`, `avx2`, `avx512` or `neon`.
  public var name: String { loops.instructionSet }

  /// The widest build that this CPU runs.
  public static let widest: Engine = available.last ?? Engine(loops: RowLoopsBaseline.Loops.self)

  /// Every build that this CPU runs, the narrowest first.
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

  /// The build that `CONVTOOL_ISA` names, the widest without it.
  ///
  /// An impossible name falls back to the widest here; programs that want to refuse it call
  /// ``named(_:)`` at start, as the command line does.
  public static let preferred: Engine = {
    let name = ProcessInfo.processInfo.environment["CONVTOOL_ISA"] ?? ""
    guard !name.isEmpty else { return widest }
    return (try? named(name)) ?? widest
  }()

  /// The build of that name.
  ///
  /// - Throws: ``EngineError`` when this CPU or this build of the package does not have it.
  public static func named(_ name: String) throws(EngineError) -> Engine {
    for engine in available where engine.name == name { return engine }
    throw EngineError(name: name, available: available.map(\.name))
  }
}

#if WIDE_SIMD
  /// What the CPU says it can do, by the names Linux and Darwin print.
  private enum CPUFeatures {
    /// x86-64-v3, what the AVX2 build may use.
    static let level3: Set<String> = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe"]
    /// x86-64-v4, what the AVX-512 build may use on top.
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
      /// The first processor of `/proc/cpuinfo`: the features that every core shares.
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
