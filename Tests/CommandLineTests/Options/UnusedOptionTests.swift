import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("Options that cannot apply to the filter are refused")
struct UnusedOptionTests {
  private let sandbox: CommandSandbox
  private static let options = [
    ["--stride", "2"], ["--dilate", "2"], ["--anchor", "0,0"], ["--normalize"],
    ["--method", "direct"], ["--correlate"],
  ]

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", Image.random(height: 12, width: 12))
  }

  @Test(
    "medians, bilateral filters and Canny's edges have no kernel",
    arguments: [["--median", "3"], ["--bilateral", "2,20"], ["--canny", "50,100"]])
  func noKernel(filter: [String]) throws {
    for option in UnusedOptionTests.options {
      let name = filter[0].dropFirst(2)
      try sandbox.fail(
        64, ["filter"] + filter + option + ["x.png"], saying: [option[0], String(name)])
    }
    // A filter that follows can use it.
    try sandbox.succeed(["filter"] + filter + ["--correlate", "--then", "sobel-x", "x.png"])
  }

  @Test("what no stage of a chain can use is refused as well")
  func chains() throws {
    try sandbox.fail(
      64, ["filter", "--median", "3", "--then", "canny 50,100", "--correlate", "x.png"],
      saying: ["--correlate"])
    let flipped = try sandbox.response(
      ["filter", "--median", "3", "--then", "kernel 1 0 -1", "--correlate", "x.png"])
    let plain = try sandbox.response([
      "filter", "--median", "3", "--then", "kernel -1 0 1", "x.png",
    ])
    #expect(flipped.values == plain.values)
  }

  @Test("--border valid is called valid by --explain, as text and as JSON")
  func validBorder() throws {
    let call = ["filter", "--laplacian", "--then", "box 3", "--border", "valid", "x.png"]
    let text = try sandbox.succeed(call + ["--explain"]).text
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("border") }
    #expect(lines == ["border    valid", "border    valid"])
    struct Explained: Decodable {
      struct Filter: Decodable { let border: String? }
      let filters: [Filter]
    }
    let json = try sandbox.succeed(call + ["--explain", "--json"]).output
    let explained = try JSONDecoder().decode(Explained.self, from: json)
    #expect(explained.filters.map(\.border) == ["valid", "valid"])
    let pool = try sandbox.succeed(["pool", "x.png", "--explain", "--json"]).output
    #expect(try JSONDecoder().decode(Explained.self, from: pool).filters[0].border == nil)
  }
}
