import ConvCore
import ImageCodecs
import ImageFilters
import TestSupport
import Testing

@Suite("Filters as other programs compute them")
struct ToolConventionTests {
  @Test(
    "levels are those of the program to the last one, raw responses its floats",
    arguments: ToolConvention.all.map(\.name))
  func equalsTheProgram(name: String) throws {
    let fixture = try ToolFixture.load()
    let cases = fixture.cases.filter { $0.like == name }
    #expect(cases.count >= 15)
    for test in cases {
      let answer = try fixture.answer(to: test)
      guard test.raw else {
        #expect(answer == test.expected, "\(test)")
        continue
      }
      let scale = max(1, test.expected.map(abs).max() ?? 1)
      let difference = largestDifference(answer, test.expected)
      #expect(difference <= 1e-6 * scale, "\(test): \(difference)")
    }
  }

  @Test("levels do not depend on the number of threads")
  func threads() throws {
    let fixture = try ToolFixture.load()
    for test in fixture.cases where test.kernel?.count == 3 {
      #expect(try fixture.answer(to: test, threads: 1) == fixture.answer(to: test, threads: 3))
    }
  }

  private func request(
    _ tool: String, _ name: String, _ values: [Double] = []
  ) throws -> ToolRequest {
    let convention = try #require(ToolConvention.named(tool))
    let entry = try #require(FilterCatalogue.named(name))
    return ToolRequest(convention, name: name, values: values, filter: try entry.filter(values))
  }

  @Test("what a program computes by another algorithm is refused with the reason")
  func refusals() throws {
    for (tool, name, values, words) in [
      ("pillow", "gaussian", [2], "three boxes"), ("imagemagick", "gaussian", [2], "radius"),
      ("vips", "gaussian", [1], "integers"), ("opencv", "gabor", [2, 6, 45], "getGaborKernel"),
      ("opencv", "sobel", [], "--sobel-x"), ("scipy", "median", [3], "about kernels"),
      ("skimage", "unsharp", [1, 0.5], "clips"),
    ] as [(String, String, [Double], String)] {
      let request = try request(tool, name, values)
      #expect(throws: FilterError.self, "\(tool) \(name)") { try request.stages() }
      do { _ = try request.stages() } catch {
        #expect("\(error)".contains(words), "\(error)")
      }
    }
  }

  @Test("every named filter of every program is computed or refused, and what differs is said")
  func allNames() throws {
    for convention in ToolConvention.all {
      for entry in FilterCatalogue.entries {
        let filter = try entry.filter(entry.example)
        let request = ToolRequest(
          convention, name: entry.name, values: entry.example, filter: filter)
        do {
          let first = try #require(try request.stages().first?.filter as? ToolFilter)
          #expect(first.convention.name == convention.name)
        } catch let error as FilterError {
          #expect("\(error)".contains("--like \(convention.name)"), "\(error)")
        }
      }
    }
    let filter = try #require(
      try request("opencv", "laplacian").stages()[0].filter as? ToolFilter)
    #expect(filter.differences.contains { $0.contains("reflect101") })
  }
}
