import Foundation
import ImageCodecs
import ONNX
import Testing

/// The cases that the authors of ONNX give for every operator, as Debian installs them.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: ConformanceCase.root)))
struct ConformanceTests {
  @Test("No operator gives a wrong answer, and what is not supported is refused by name")
  func cases() {
    let cases = ConformanceCase.all
    var (passed, refused) = (0, 0)
    for item in cases {
      switch item.run() {
      case .passed: passed += 1
      case .refused(let reason):
        refused += 1
        #expect(reason.contains("not supported"), "\(item.name): \(reason)")
      case .failed(let reason): Issue.record("\(item.name): \(reason)")
      }
    }
    #expect(passed >= 740, "\(passed) of \(cases.count) pass, \(refused) are refused")
  }
}
