import ConvCore
import ImageCodecs
import ImageFilters
import Testing

@Suite("The built-in battery")
struct SelfCheckTests {
  /// A mistake, and the questions whose answers it makes wrong.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let name: String
    let wrong: Set<String>
    let forge: @Sendable (inout CheckSubject) -> Void
    var testDescription: String { name }
  }

  /// Responses that are changed where `applies` says so.
  private static func changing(
    _ change: @escaping @Sendable (inout Image) -> Void,
    where applies: @escaping @Sendable (CheckSubject.Question) -> Bool
  ) -> @Sendable (inout CheckSubject) -> Void {
    { subject in
      let response = subject.response
      subject.response = { question in
        var image = try response(question)
        if applies(question) { change(&image) }
        return image
      }
    }
  }

  /// Files that come back with their first sample changed.
  private static func changingFiles(
    _ format: ImageFormat, by step: UInt8
  ) -> @Sendable (inout CheckSubject) -> Void {
    { subject in
      let roundTrip = subject.roundTrip
      subject.roundTrip = { info, samples in
        switch (info.format == format, try roundTrip(info, samples)) {
        case (true, .uint8(var bytes)):
          bytes[0] = bytes[0] > 127 ? bytes[0] - step : bytes[0] + step
          return .uint8(bytes)
        case (true, .float32(var floats)):
          floats[0] += Float(step)
          return .float32(floats)
        case (_, let samples): return samples
        }
      }
    }
  }

  static let mistakes: [Mistake] = [
    Mistake(name: "kernels are not flipped", wrong: ["impulse", "step edge", "borders"]) {
      subject in
      let response = subject.response
      subject.response = { question in
        var question = question
        question.options.orientation = .correlation
        return try response(question)
      }
    },
    Mistake(
      name: "one sample is too bright", wrong: ["flat field", "step edge", "borders"],
      forge: changing({ $0.samples[0] += 1 }, where: { _ in true })),
    Mistake(name: "every border is that of replicated samples", wrong: ["borders"]) { subject in
      let response = subject.response
      subject.response = { question in
        var question = question
        question.options.border = .replicate
        return try response(question)
      }
    },
    Mistake(
      name: "a method is inexact", wrong: ["methods"],
      forge: changing({ $0.samples[7] += 10 }, where: { $0.options.method == .fft })),
    Mistake(
      name: "threads lose a row", wrong: ["threads"],
      forge: changing(
        { image in for i in 0..<600 { image.samples[i] = 0 } }, where: { $0.threads > 1 })),
    Mistake(name: "the largest value is the first one", wrong: ["pooling"]) { subject in
      subject.maxPooled = { image, size in
        try image.averagePooled(size: size)
      }
    },
    Mistake(
      name: "a PNG comes back changed", wrong: ["PNG round trip"], forge: changingFiles(.png, by: 1)
    ),
    Mistake(
      name: "a JPEG comes back far off", wrong: ["JPEG round trip"],
      forge: changingFiles(.jpeg, by: 20)),
    Mistake(
      name: "an array comes back changed", wrong: ["NPY round trip"],
      forge: changingFiles(.npy, by: 1)),
    Mistake(name: "pooling is refused", wrong: ["pooling"]) { subject in
      subject.averagePooled = { _, _ in throw CodecError(.damaged, "no pooling today") }
    },
  ]

  @Test("every mistake makes the answers wrong that ask for it, and no others", arguments: mistakes)
  func mistakesAreFound(mistake: Mistake) {
    var subject = CheckSubject.program
    mistake.forge(&subject)
    let answers = CheckBattery(subject: subject).answers(threads: 2)
    #expect(Set(answers.filter { !$0.passed }.map(\.name)) == mistake.wrong)
  }

  @Test(
    "builds of the loops that differ are found, the fused ones to the last bit",
    .enabled(if: Engine.available.count > 1))
  func buildsDiffer() {
    for engine in Engine.available.dropLast() {
      var subject = CheckSubject.program
      let change: Float = engine.name == "portable" ? 0.1 : 1e-4
      SelfCheckTests.changing(
        { $0.samples[0] += change }, where: { $0.engine.name == engine.name })(&subject)
      let answers = CheckBattery(subject: subject).answers(threads: 2)
      #expect(answers.filter { !$0.passed }.map(\.name) == ["instruction sets"], "\(engine.name)")
    }
  }

  @Test("an error is a wrong answer and says what it is")
  func errors() {
    var subject = CheckSubject.program
    subject.averagePooled = { _, _ in throw CodecError(.damaged, "no pooling today") }
    let answers = CheckBattery(subject: subject).answers(threads: 1)
    let finding = answers.first { $0.name == "pooling" }?.finding
    #expect(finding?.contains("no pooling today") == true)
  }
}
