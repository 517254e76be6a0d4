import ConvCore
import Testing

@Suite("Images")
struct ImageTests {
  @Test("rows are taken in order")
  func rows() {
    let image = Image(rows: [[1, 2], [3, 4], [5, 6]])
    #expect(image.shape == ImageShape(height: 3, width: 2, channels: 1))
    #expect(image[2, 0] == 5 && image.samples == [1, 2, 3, 4, 5, 6])
  }

  @Test("rows of different lengths are refused, also where the total would fit")
  func raggedRows() async {
    await #expect(processExitsWith: .failure) { _ = Image(rows: [[1, 2], [3], [4, 5, 6]]) }
  }
}
