// swift-tools-version: 6.2
import PackageDescription

// MARK: Settings

/// Every Swift target: no implicit existentials, members only from modules that are imported.
let common: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The libraries: optimized in debug builds too.
///
/// Their loops over pixels and numbers take 7 times as long without optimization. The command line
/// and the tests stay as they are written, for debuggers.
let fast: [SwiftSetting] =
  common + [
    .unsafeFlags(
      ["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"],
      .when(configuration: .debug, traits: ["WideSIMD"]))
  ]

/// The tests that run the program: without optimization, which takes half of their build.
let unoptimized: [SwiftSetting] =
  common + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// The libraries but `RowLoopsBaseline` and `ImageCodecs`: unsafe constructs are diagnosed.
let safe: [SwiftSetting] = fast + [.strictMemorySafety()]

/// One more build of `RowLoopsBaseline`, for wider registers.
///
/// `-O` in debug builds too: these loops are the only code whose speed a test run notices.
func wideBuild(_ name: String, march: String, define: String) -> Target {
  .target(
    name: name,
    dependencies: ["CSystem", "RowLoops"],
    path: "Sources/\(name)",
    swiftSettings: common + [
      .define(define),
      .define("FUSED_MULTIPLY_ADD"),
      .unsafeFlags([
        "-O", "-wmo", "-num-threads", "2", "-disable-batch-mode", "-Xcc", "-march=\(march)",
        // x86-64-v4 alone has the compiler's own vectors stay at 256 bits.
        "-Xcc", "-mtune=znver4",
      ]),
    ])
}

#if arch(x86_64)
  let wideTargets = [
    wideBuild("RowLoopsAVX2", march: "x86-64-v3", define: "LANES_8"),
    wideBuild("RowLoopsAVX512", march: "x86-64-v4", define: "LANES_16"),
  ]
  let wideDependencies: [Target.Dependency] = [
    .target(name: "RowLoopsAVX2", condition: .when(traits: ["WideSIMD"])),
    .target(name: "RowLoopsAVX512", condition: .when(traits: ["WideSIMD"])),
  ]
  let wideSettings: [SwiftSetting] = [.define("WIDE_SIMD", .when(traits: ["WideSIMD"]))]
#else
  // NEON and fused multiply-add are the baseline on arm64: one build is enough.
  let wideTargets: [Target] = []
  let wideDependencies: [Target.Dependency] = []
  let wideSettings: [SwiftSetting] = []
#endif

/// The name of MPI for pkg-config: on Debian, that of the MPI which `update-alternatives` chooses.
let mpi = Context.environment["CONVTOOL_MPI_PACKAGE"] ?? "mpi-c"

// MARK: Package

let package = Package(
  name: "convtool",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "convtool", targets: ["convtool"]),
    .library(name: "ConvCore", targets: ["ConvCore"]),
    .library(name: "ImageCodecs", targets: ["ImageCodecs"]),
    .library(name: "ImageFilters", targets: ["ImageFilters"]),
    .library(name: "ConvNet", targets: ["ConvNet"]),
    .library(name: "Digits", targets: ["Digits"]),
    .library(name: "FeatureMaps", targets: ["FeatureMaps"]),
  ],
  traits: [
    .trait(
      name: "WideSIMD",
      description: "AVX2 and AVX-512 builds of the row loops, chosen at run time. They need "
        + "unsafe compiler flags: packages that depend on convtool's libraries pass `traits: []`."),
    .trait(
      name: "MPI",
      description: "Trainings in several processes (mpirun, srun). It needs Open MPI or MPICH."),
    .default(enabledTraits: ["WideSIMD"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // The C libraries, and the few lines of C that keep their longjmp out of Swift.
    .systemLibrary(
      name: "CLibJPEG", path: "Sources/CLibraries/CLibJPEG", pkgConfig: "libjpeg",
      providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "CLibPNG", path: "Sources/CLibraries/CLibPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CZlib", path: "Sources/CLibraries/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CDeflate", path: "Sources/CLibraries/CDeflate", pkgConfig: "libdeflate",
      providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
    .systemLibrary(
      name: "CGIF", path: "Sources/CLibraries/CGIF", pkgConfig: "libgif",
      providers: [.apt(["libgif-dev"]), .brew(["giflib"])]),
    .systemLibrary(
      name: "CLibTIFF", path: "Sources/CLibraries/CLibTIFF", pkgConfig: "libtiff-4",
      providers: [.apt(["libtiff-dev"]), .brew(["libtiff"])]),
    .systemLibrary(
      name: "CWebP", path: "Sources/CLibraries/CWebP", pkgConfig: "libwebp",
      providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
    .systemLibrary(
      name: "CLibMPI", path: "Sources/CLibraries/CLibMPI", pkgConfig: mpi,
      providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),
    // What the headers of the C library do not show to Swift, and vector instructions that it lacks.
    .systemLibrary(name: "CSystem", path: "Sources/CLibraries/CSystem"),
    .target(name: "CJPEG", dependencies: ["CLibJPEG"], path: "Sources/CLibraries/CJPEG"),
    .target(name: "CPNG", dependencies: ["CLibPNG"], path: "Sources/CLibraries/CPNG"),
    .target(name: "CTIFF", dependencies: ["CLibTIFF"], path: "Sources/CLibraries/CTIFF"),
    .target(
      name: "CMPI", dependencies: [.target(name: "CLibMPI", condition: .when(traits: ["MPI"]))],
      path: "Sources/CLibraries/CMPI",
      cSettings: [.define("CONVTOOL_MPI", .when(traits: ["MPI"]))]),

    // The loop.
    .target(name: "RowLoops", swiftSettings: safe),
    .target(
      name: "RowLoopsBaseline", dependencies: ["CSystem", "RowLoops"], swiftSettings: fast),
    .target(
      name: "ConvCore",
      dependencies: ["RowLoops", "RowLoopsBaseline"] + wideDependencies,
      swiftSettings: safe + wideSettings),

    // Pictures.
    .target(
      name: "ImageCodecs",
      dependencies: [
        "ConvCore", "RowLoopsBaseline", "CJPEG", "CPNG", "CTIFF", "CWebP", "CZlib", "CDeflate",
        "CGIF", "CSystem",
      ],
      swiftSettings: fast),
    .target(
      name: "ImageFilters", dependencies: ["ConvCore", "ImageCodecs", "RowLoops"],
      swiftSettings: safe),
    .target(
      name: "FeatureMaps",
      dependencies: ["ConvCore", "ConvNet", "ImageCodecs", "ImageFilters", "ONNX"],
      // The page of an animation: files that the build puts into the program.
      resources: [
        .embedInCode("Sliding/Page/animation.html"), .embedInCode("Sliding/Page/animation.css"),
        .embedInCode("Sliding/Page/animation.js"),
      ],
      swiftSettings: safe),

    // The network.
    .target(
      name: "ConvNet", dependencies: ["ConvCore", "RowLoopsBaseline", "RowLoops"],
      swiftSettings: safe),
    .target(
      name: "Digits", dependencies: ["ConvCore", "ConvNet", "ImageCodecs"],
      swiftSettings: safe),

    // Trainings in several processes; a shell around a C library, as the codecs are.
    .target(
      name: "MPIProcesses", dependencies: ["CMPI", "ConvNet"],
      swiftSettings: common + [.define("MPI", .when(traits: ["MPI"]))]),

    // Pictures of one's own as training data.
    .target(
      name: "PictureSets",
      dependencies: ["ConvCore", "ConvNet", "Digits", "ImageCodecs", "ImageFilters"],
      swiftSettings: safe),

    // The page: HTML, style sheet and scripts are files that the build puts into the program.
    .target(
      name: "Report",
      dependencies: [
        "ConvCore", "ConvNet", "Digits", "FeatureMaps", "ImageCodecs", "ImageFilters",
      ],
      resources: [.embedInCode("Page")], swiftSettings: safe),

    // Networks from other programs.
    .target(
      name: "ONNX",
      dependencies: ["ConvCore", "ConvNet", "ImageCodecs", "RowLoops"],
      swiftSettings: safe),

    // The command line.
    .executableTarget(
      name: "convtool",
      dependencies: [
        "CSystem", "ConvCore", "ImageCodecs", "ImageFilters", "ConvNet", "Digits",
        "FeatureMaps", "MPIProcesses", "ONNX", "PictureSets", "Report", "RowLoopsBaseline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // A link to samples/digits.safetensors, the model of calls without --model; and the words of
      // other programs for commands, options and values.
      resources: [
        .embedInCode("Resources/digits.safetensors"), .embedInCode("Resources/synonyms.txt"),
      ],
      swiftSettings: common),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["ConvCore"], path: "Tests/TestSupport",
      swiftSettings: fast),
    .testTarget(
      name: "RowLoopsTests", dependencies: ["ConvCore", "RowLoops"], swiftSettings: common),
    .testTarget(
      name: "ConvCoreTests", dependencies: ["ConvCore", "RowLoops", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "ImageCodecsTests",
      dependencies: ["ImageCodecs", "ConvCore", "CZlib", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "ImageFiltersTests",
      dependencies: ["ImageFilters", "ImageCodecs", "ConvCore", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "ConvNetTests", dependencies: ["ConvNet", "ConvCore", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "DigitsTests",
      dependencies: ["Digits", "ConvCore", "ImageCodecs", "ImageFilters", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "FeatureMapsTests",
      dependencies: [
        "FeatureMaps", "ImageFilters", "ImageCodecs", "ConvNet", "ConvCore", "TestSupport",
      ],
      swiftSettings: common),
    .testTarget(
      name: "PictureSetsTests",
      dependencies: ["PictureSets", "ImageCodecs", "ConvNet", "ConvCore", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "ONNXTests",
      dependencies: ["ONNX", "ConvCore", "ConvNet", "ImageCodecs", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "convtool", "ImageCodecs", "ImageFilters", "ConvCore", "ConvNet", "Digits", "TestSupport",
      ],
      swiftSettings: unoptimized),
    .testTarget(
      name: "GoldenTests",
      dependencies: [
        "convtool", "ImageCodecs", "ConvCore", "Digits", "TestSupport", "CLibJPEG", "CLibPNG",
        "CZlib", "CDeflate",
      ],
      path: "Tests/Golden", exclude: ["outputs.txt"], swiftSettings: unoptimized),
  ] + wideTargets,
  swiftLanguageModes: [.v6]
)
