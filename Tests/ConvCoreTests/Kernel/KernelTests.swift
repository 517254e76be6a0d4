import ConvCore
import TestSupport
import Testing

@Suite("Kernels")
struct KernelTests {
  @Test("turning twice by 180° changes nothing, once reverses cells and anchor")
  func rotation() {
    var kernel = Kernel.random(height: 2, width: 3, depth: 2)
    kernel.anchor = Kernel.Anchor(y: 0, x: 2)
    let rotated = kernel.rotated180
    #expect(rotated.rotated180 == kernel)
    #expect(rotated[0, 0, 1] == kernel[1, 2, 1])
    #expect(rotated.anchor == Kernel.Anchor(y: 1, x: 0))
  }

  @Test("the anchor is the middle, rounded down for even sides")
  func anchor() {
    #expect(Kernel.random(height: 3, width: 5).anchor == Kernel.Anchor(y: 1, x: 2))
    #expect(Kernel.random(height: 2, width: 4).anchor == Kernel.Anchor(y: 0, x: 1))
  }

  @Test("sums, transposition and normalisation are those of the numbers")
  func numbers() throws {
    let kernel = Kernel(rows: [[1, 2, 3], [4, 5, -6]])
    #expect(kernel.sum == 9)
    #expect(kernel.absoluteSum == 21)
    #expect(kernel.transposed == Kernel(rows: [[1, 4], [2, 5], [3, -6]]))
    let normalized = try #require(kernel.normalized)
    #expect(abs(normalized.sum - 1) < 1e-15)
    #expect(Kernel(rows: [[1, -2, 1]]).normalized == nil)
  }

  @Test("the rank counts independent rows")
  func rank() {
    #expect(Kernel(rows: [[0, 0], [0, 0]]).rank == 0)
    #expect(Kernel(vertical: [1, 2, 1], horizontal: [1, 0, -1]).rank == 1)
    #expect(Kernel(rows: [[0, 1, 0], [1, -4, 1], [0, 1, 0]]).rank == 2)
    #expect(Kernel(rows: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]).rank == 3)
    #expect(Kernel.random(height: 7, width: 31, real: true).rank == 7)
  }

  @Test("factors multiply back to a kernel of rank 1, in integers where there are any")
  func factors() throws {
    let kernel = Kernel(vertical: [1, 2, 1], horizontal: [3, 0, -3])
    let factors = try #require(kernel.factors)
    #expect(factors.isIntegral)
    #expect(Kernel(vertical: factors.vertical, horizontal: factors.horizontal) == kernel)
    #expect(Kernel.random(height: 3, width: 3).factors == nil)
  }
}
