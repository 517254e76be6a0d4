#if os(Linux)
  import ConvCore
  import Foundation
  import TestSupport
  import Testing

  /// Names that are not UTF-8, which Foundation cannot pass on: a shell makes them.
  @Suite("Bytes of a name are kept as they are")
  struct ByteNameTests {
    private let sandbox: CommandSandbox

    init() throws {
      sandbox = try CommandSandbox()
      try sandbox.write("x.png", Image.random(height: 6, width: 6))
    }

    /// Runs a script in the folder, where `$C` is the program and `$N` is `caf\xE9`.
    private func shell(_ script: String) throws -> (code: Int32, output: [UInt8], errors: String) {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "N=$(printf 'caf\\351'); \(script)"]
      process.environment = ProcessInfo.processInfo.environment.merging(["C": Program.path]) { $1 }
      process.currentDirectoryURL = sandbox.folder.url
      let (output, errors) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      process.standardInput = FileHandle.nullDevice
      try process.run()
      let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return (process.terminationStatus, bytes, text)
    }

    private let cafe = Array("caf".utf8) + [0xE9]

    @Test("as input, in a list, as a folder, and in the names of results")
    func names() throws {
      let result = try shell(
        """
        set -e
        cp x.png "$N.png"
        "$C" pool "$N.png"
        printf '%s.png\\r\\n' "$N" > list
        "$C" filter --box 3 --files-from list -o "$N" --name '{name}.{ext}' 2> message || true
        "$C" filter --box 3 --files-from list -o "$N/deep/"
        "$C" pool x.png -o "$N.result.png"
        find . -type f | LC_ALL=C sort
        cat message
        """)
      #expect(result.code == 0, "\(result.errors)")
      let lines = result.output.split(separator: 10).map(Array.init)
      let prefix = Array("./".utf8) + cafe
      let expected = [".maxpool.png", ".png", ".result.png", "/deep/"].map { prefix + $0.utf8 }
      #expect(lines[0] == prefix + Array(".maxpool.png".utf8))
      #expect(lines.contains(expected[1]) && lines.contains(expected[2]))
      #expect(lines.contains(expected[3] + cafe + Array(".box-3.png".utf8)))
      #expect(result.output.contains(0xE9))
    }

    @Test("messages show them, in UTF-8")
    func messages() throws {
      let result = try shell("\"$C\" pool \"$N.png\"")
      #expect(result.code == 66)
      #expect(result.errors.contains("caf\\xE9.png"))
    }

    @Test("kernels and protected inputs have such names too")
    func others() throws {
      let result = try shell(
        """
        printf '1 2 1' > "$N.txt"
        cp x.png "$N.png"
        "$C" filter --kernel "$N.txt" x.png && ls *.kernel-* | od -An -tx1
        "$C" pool "$N.png" -o "./$N.png" --force
        """)
      #expect(result.code == 73 && result.errors.contains("input"))
      #expect(String(decoding: result.output, as: UTF8.self).contains("63 61 66 e9"))
    }

    @Test("two spellings of é are two files")
    func normalization() throws {
      for name in ["caf\u{E9}.png", "cafe\u{301}.png", "\u{301}.png"] {
        try sandbox.write(name, Image.random(height: 4, width: 4))
      }
      let result = try shell("\"$C\" pool *.png -o out/ && ls out | wc -l")
      #expect(result.code == 0, "\(result.errors)")
      #expect(String(decoding: result.output, as: UTF8.self).contains("4"))
    }

    @Test("a list may have a byte order mark, or bytes of 0 between its names")
    func lists() throws {
      let marked = Data([0xEF, 0xBB, 0xBF] + Array("x.png\r\n".utf8))
      try sandbox.write("marked.txt", marked)
      try sandbox.succeed(["pool", "--files-from", "marked.txt"])
      try sandbox.succeed(["pool", "--min", "--files-from", "-"], input: marked)
      try sandbox.write("a\nb.png", try sandbox.data("x.png"))
      try sandbox.succeed(
        ["pool", "--l2", "--files-from", "-"], input: Data("a\nb.png\0x.png\0".utf8))
      #expect(
        sandbox.files.filter { $0.contains("pool") }
          == ["a\nb.l2pool.png", "x.l2pool.png", "x.maxpool.png", "x.minpool.png"])
    }
  }
#endif
