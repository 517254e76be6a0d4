import ConvCore
import FeatureMaps
import ImageFilters
import Testing

@Suite("Pictures of a lesson")
struct LessonTests {
  private let slide = Image(rows: [[1, 3, 5, 3], [4, 2, 3, 1], [3, 1, 1, 3], [0, 1, 0, 4]])
  private let pooled = Image(rows: [[4, 5], [3, 4]])

  /// Whether a margin on all sides is white: nothing is cut off.
  private func hasWhiteMargin(_ picture: Canvas) -> Bool {
    let inner = picture.frame.inset(by: 20)
    return picture.count(.white) - picture.count(.white, in: inner)
      == picture.height * picture.width - inner.height * inner.width
  }

  @Test("the size formulas have the numbers put in")
  func formulas() {
    let four = Size2D(4)
    #expect(
      SizeFormula.pooling(Pooling(.maximum, size: Size2D(2)), input: four, output: Size2D(2))
        == ["size: ⌊(H − k)/s⌋ + 1 = ⌊(4 − 2)/2⌋ + 1 = 2"])
    let padded = Pooling(
      .maximum, size: Size2D(height: 3, width: 2), stride: Stride2D(y: 2, x: 1),
      padding: .explicit(1), ceilMode: true)
    #expect(
      SizeFormula.pooling(padded, input: four, output: Size2D(height: 3, width: 5)) == [
        "height: ⌈(H + 2p − k)/s⌉ + 1 = ⌈(4 + 2·1 − 3)/2⌉ + 1 = 3",
        "width: ⌈(4 + 2·1 − 2)/1⌉ + 1 = 5",
      ])
    var options = FilterOptions()
    options.stride = Stride2D(y: 2, x: 2)
    #expect(
      SizeFormula.convolution(options, kernel: Size2D(3), input: four, output: Size2D(2))
        == ["size: ⌈H/s⌉ = ⌈4/2⌉ = 2"])
    options = FilterOptions()
    (options.outputSize, options.dilation) = (.valid, 2)
    #expect(
      SizeFormula.convolution(options, kernel: Size2D(3), input: Size2D(7), output: Size2D(3))
        == ["size: ⌊(H − d·(k − 1) − 1)/s⌋ + 1 = ⌊(7 − 2·(3 − 1) − 1)/1⌋ + 1 = 3"])
  }

  @Test("a window's products use the kernel turned by 180°, and sum to the engine's number")
  func products() throws {
    var options = FilterOptions()
    options.outputSize = .valid
    // [1 0 −1] lies on the matrix as [−1 0 1]: 5 − 1, and 3 − 3.
    let kernel = Kernel(rows: [[1, 0, -1]])
    let output = try Convolution([kernel], outputSize: .valid)(slide)
    let window = try #require(FilterWindow(kernel, options, input: slide, output: output))
    #expect(window.sum == "y[0,0] = 1·(−1) + 3·0 + 5·1 = 4")
    #expect(window.frame.rows == 0..<1 && window.frame.columns == 0..<3)
    options.outputSize = .same
    let same = try Convolution([kernel])(slide)
    let inside = try #require(FilterWindow(kernel, options, input: slide, output: same))
    #expect(inside.sum == "y[0,1] = 1·(−1) + 3·0 + 5·1 = 4")
    // A wrong answer is not explained.
    #expect(FilterWindow(kernel, options, input: slide, output: slide) == nil)
  }

  @Test("windows of a pooling are tinted as their outputs, each neighbor in another color")
  func windows() {
    let picture = PoolingLesson.picture(
      input: slide, output: pooled, pooling: Pooling(.maximum, size: Size2D(2)), kind: .maximum)
    let (before, after) = (picture.panels[0].grid, picture.panels[1].grid)
    #expect(before.values == slide.samples.map { $0 } && after.values == pooled.samples.map { $0 })
    #expect(Set(after.tints.values).count == 4 && after.tints.count == 4)
    for (index, window) in [(0, [0, 1, 4, 5]), (3, [10, 11, 14, 15])] {
      #expect(window.allSatisfy { before.tints[$0] == after.tints[index] })
    }
    #expect(picture.title == "2×2 max pooling, stride 2")
  }

  @Test("nothing is cut off, however wide the numbers and however many the matrices")
  func margins() throws {
    let kernel = Kernel.sobelX
    let wide = Image(rows: [[Float]](repeating: [-1.234e-7, 12345, 0.333, -9999], count: 3))
    let response = try Convolution([kernel])(wide)
    let pictures = [
      PoolingLesson.picture(
        input: slide, output: pooled, pooling: Pooling(.maximum, size: Size2D(2)), kind: .maximum),
      PoolingLesson.picture(input: slide, output: pooled, pooling: nil, kind: .rootMeanSquare),
      FilterLesson(name: "sobel-x", kernels: [kernel], options: FilterOptions(), isAlone: true)
        .picture(input: wide, output: response),
      FilterLesson(name: "two, then three", kernels: [], options: FilterOptions(), isAlone: false)
        .picture(input: wide, output: response),
      KernelLesson.picture(of: Kernel.kirsch, name: "kirsch", side: nil),
      KernelLesson.picture(of: [.sobelX, .sobelY], name: "sobel", side: 30),
      KernelLesson.picture(of: [.gaussian(sigma: 20)], name: "gaussian 20", side: nil),
      MatrixLesson(image: slide).picture(
        title: String(repeating: "a long name of a file ", count: 20), notes: ["a note"]),
    ]
    for picture in pictures {
      let drawn = picture.drawn()
      #expect(hasWhiteMargin(drawn), "\(picture.title)")
      #expect(drawn.width <= 1_840 && drawn.height * drawn.width == picture.pixels)
    }
  }

  @Test("a kernel that differs from itself turned by 180° is drawn both ways, with its sum")
  func orientation() {
    let one = KernelLesson.picture(of: [.laplacian], name: "laplacian", side: nil)
    #expect(one.panels.count == 1 && one.panels[0].captions == ["sum 0"])
    let two = KernelLesson.picture(of: [.sobelX], name: "sobel-x", side: nil)
    #expect(
      two.panels.map(\.grid.values) == [
        [1, 0, -1, 2, 0, -2, 1, 0, -1], [-1, 0, 1, -2, 0, 2, -1, 0, 1],
      ])
    #expect(two.panels[1].captions == ["as it lies on the picture"])
  }

  @Test("every sign of the pictures has a shape of its own")
  func signs() {
    let box = Glyph.glyph(of: "\u{1F600}")
    #expect("∗⋆⌊⌋⌈⌉→²°−×·".allSatisfy { Glyph.glyph(of: $0) != box })
  }
}
