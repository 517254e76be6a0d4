import ConvCore
import TestSupport
import Testing

@Suite("Borders")
struct BorderTests {
  /// What stands from four cells left of `abcd` to four cells right of it.
  static let pictures: [(border: Border, row: String)] = [
    (.zero, "····abcd····"), (.constant(9), "····abcd····"), (.replicate, "aaaaabcddddd"),
    (.symmetric, "dcbaabcddcba"), (.reflect101, "cdcbabcdcbab"), (.wrap, "abcdabcdabcd"),
  ]

  @Test("each border looks as its letter picture", arguments: pictures)
  func letterPicture(_ example: (border: Border, row: String)) {
    let letters = Array("abcd")
    let row = (-4..<8).map { position in
      example.border.index(of: position, count: 4).map { letters[$0] } ?? "·"
    }
    #expect(String(row) == example.row)
  }

  @Test("positions many sizes away are found as by walking back", arguments: Border.examples)
  func anyDistance(border: Border) {
    for count in 1...5 {
      let image = Image(rows: [(0..<count).map(Float.init)])
      for position in -23...23 {
        let expected = Naive.value(image, 0, position, 0, border)
        let found = border.index(of: position, count: count).map { Double($0) }
        #expect(found ?? Double(border.outsideValue) == expected, "\(position) of \(count)")
      }
    }
  }
}
