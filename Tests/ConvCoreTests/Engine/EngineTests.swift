import ConvCore
import Testing

@Suite("Instruction sets")
struct EngineTests {
  @Test("every available build is found by its name")
  func byName() throws {
    for engine in Engine.available { #expect(try Engine.named(engine.name).name == engine.name) }
    #expect(Engine.available.first?.name == "portable" || Engine.available.first?.name == "neon")
  }

  @Test("an unknown build is refused and the message names those there are")
  func unknown() {
    #expect {
      try Engine.named("mmx")
    } throws: { error in
      "\(error)".contains("mmx") && "\(error)".contains(Engine.widest.name)
    }
  }
}
