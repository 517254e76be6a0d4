import ConvCore
import Testing

@Suite("Kernels as text")
struct KernelTextTests {
  @Test(
    "semicolons, lines, commas and tabs part rows and numbers",
    arguments: [
      "0 1 0; 1 -4 1; 0 1 0", "0,1,0\n1,-4,1\n0,1,0\n", "# a comment\n0\t1 0;;1 -4 1;0 1 0",
    ])
  func laplacian(text: String) throws {
    #expect(try Kernel(text: text) == .laplacian)
  }

  @Test("fractions and exponents are numbers")
  func fractions() throws {
    let kernel = try Kernel(text: "1/9 -1/2; 1e-3 .5")
    #expect(kernel.coefficients == [1.0 / 9, -0.5, 0.001, 0.5])
  }

  @Test(
    "what is wrong is named",
    arguments: [
      ("1 2; 3", "ragged"), ("", "no numbers"), ("1 x", "'x'"), ("1/0", "'1/0'"),
      ("nan 1", "'nan'"), ("1/2/3", "'1/2/3'"),
    ])
  func refused(text: String, word: String) {
    #expect { try Kernel(text: text) } throws: { "\($0)".contains(word) }
  }

  @Test("printed integers read back as the same kernel")
  func roundTrip() throws {
    #expect(try Kernel(text: Kernel.scharrX.text) == .scharrX)
  }
}
