import ConvCore
import TestSupport
import Testing

@Suite("Convolution against SciPy")
struct ConvolutionFixtureTests {
  @Test("the fixture is there and covers every border")
  func fixtureIsComplete() {
    #expect(ConvolutionCase.all.count >= 150)
    #expect(Set(ConvolutionCase.all.map(\.border)).count == 7)
  }

  @Test("responses equal SciPy's with every build of the loops", arguments: ConvolutionCase.all)
  func equalsSciPy(_ test: ConvolutionCase) throws {
    for engine in Engine.available {
      let response = try Convolution(
        [test.asKernel], orientation: test.correlate ? .correlation : .convolution,
        border: test.asBorder, outputSize: test.border == "valid" ? .valid : .same
      )(test.image, engine: engine)
      #expect(response.shape.size == Size2D(height: test.outputHeight, width: test.outputWidth))
      let isExact = test.asKernel.isIntegral && test.dtype == "uint8"
      let difference = largestDifference(
        response.samples.map(Double.init), test.expected, relativeTo: test.largest)
      #expect(difference <= (isExact ? 0 : 1e-6), "\(engine.name): \(difference)")
    }
  }
}
