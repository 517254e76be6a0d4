import convtool
import Foundation
import ImageFilters
import Testing

@Suite("What check says of wrong answers")
struct CheckReportTests {
  private let right = SelfCheck(name: "impulse", finding: "the kernel itself", passed: true)
  private let wrong = SelfCheck(name: "flat field", finding: "off by 3", passed: false)

  @Test("a wrong answer is a line that begins with WRONG, and the command ends with 70")
  func wrongAnswer() {
    let report = CheckReport([right, wrong])
    #expect(report.text == "ok    impulse     the kernel itself\nWRONG flat field  off by 3")
    #expect(report.failure?.code.rawValue == 70)
    #expect(report.failure?.message == "1 of 2 answers are wrong")
  }

  @Test("--json says which answer is wrong")
  func json() throws {
    let text = try CheckReport([right, wrong]).json()
    let entries = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
    #expect(entries?.map { $0["passed"] as? Bool } == [true, false])
  }

  @Test("right answers alone are no failure")
  func rightAnswers() {
    #expect(CheckReport([right, right]).failure == nil)
  }
}
