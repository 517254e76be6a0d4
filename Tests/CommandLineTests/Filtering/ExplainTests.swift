import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("filter --explain")
struct ExplainTests {
  private let sandbox: CommandSandbox
  private let image = Image.random(height: 14, width: 11, seed: 12)
  private let response: [Double]

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", image)
    response = Naive.filtered(
      image, Kernel(rows: [[0, 1, 0], [1, -4, 1], [0, 1, 0]]), border: .zero)
  }

  private func json(_ text: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any])
  }

  @Test("the text names kernel, sum, rank, method, border, range, share clipped and memory")
  func text() throws {
    let text = try sandbox.succeed([
      "filter", "--laplacian", "--border", "zero", "x.png", "--explain",
    ]).text
    let clipped = response.count { abs($0) > 255 }
    let low = try #require(response.min())
    let high = try #require(response.max())
    let words = [
      "x.png", "x.laplacian.png", "sum 0", "rank 2", "direct", "border", "zero", "1 -4  1", "uint8",
      "memory", "\(clipped) of 154", "\(Int(low)) … \(Int(high))", "abs",
    ]
    for word in words { #expect(text.contains(word), "\(word)") }
    #expect(sandbox.files == ["x.laplacian.png", "x.png"])
  }

  @Test("the method and its reason follow the kernel")
  func methods() throws {
    let call = ["filter", "x.png", "--explain", "-o", "o.png", "--force"]
    let separable = try sandbox.succeed(call + ["--gaussian", "2"]).text
    #expect(separable.contains("separable") && separable.contains("rank 1"))
    let asked = try sandbox.succeed(call + ["--gaussian", "2", "--method", "direct"]).text
    #expect(asked.contains("direct"))
    let canny = try sandbox.succeed(call + ["--canny", "50,100"]).text
    #expect(canny.contains("whole image"))
  }

  @Test("bands or the whole image, and why")
  func memory() throws {
    let call = ["filter", "x.png", "--explain", "-o", "o.png", "--force"]
    let bands = try sandbox.succeed(call + ["--gaussian", "1", "--then", "laplacian"]).text
    #expect(bands.contains(/in bands of 14 rows.*: a row depends on 11 rows/))
    let whole = try sandbox.succeed(call + ["--laplacian", "--border", "wrap"]).text
    #expect(whole.contains(/memory .*, the whole image: .*wrap/))
    let view = try sandbox.succeed(call + ["--sobel-x", "--view", "stretch"]).text
    #expect(view.contains(/memory .*, the whole image: view stretch/))
  }

  @Test("--json is one object with the numbers of the run")
  func asJSON() throws {
    let text = try sandbox.succeed([
      "filter", "--laplacian", "--border", "zero", "x.png", "--explain", "--json",
    ]).text
    #expect(text.hasSuffix("}\n") && text.split(separator: "\n").count == 1)
    let object = try json(text)
    #expect(object["input"] as? String == "x.png")
    #expect(object["output"] as? String == "x.laplacian.png")
    #expect(object["height"] as? Int == 14 && object["width"] as? Int == 11)
    #expect(object["view"] as? String == "abs")
    #expect(object["clipped"] as? Int == response.count { abs($0) > 255 })
    #expect(object["samples"] as? Int == 154)
    let range = try #require(object["response"] as? [Double])
    #expect(range == [try #require(response.min()), try #require(response.max())])
    let filter = try #require((object["filters"] as? [[String: Any]])?.first)
    #expect(filter["border"] as? String == "zero")
    let kernel = try #require((filter["kernels"] as? [[String: Any]])?.first)
    #expect(kernel["coefficients"] as? [Double] == [0, 1, 0, 1, -4, 1, 0, 1, 0])
    #expect(kernel["anchor"] as? [Int] == [1, 1])
    #expect(kernel["rank"] as? Int == 2 && kernel["sum"] as? Double == 0)
  }

  @Test(
    "--json is valid JSON whatever the samples are",
    arguments: [[Float.nan], [.infinity, 1], [-.infinity, .infinity], [.nan, .infinity], [3e38]])
  func notFinite(values: [Float]) throws {
    var image = Image(rows: [[Float]](repeating: [1, 2, 3, 4], count: 4))
    for (place, value) in values.enumerated() { image.samples[5 + 5 * place] = value }
    try sandbox.writeArray("n.npy", image)
    let call = ["n.npy", "--explain", "--json", "-o", "o.npy", "--force"]
    for command in [["filter", "--laplacian"], ["filter", "--box", "3"], ["pool", "--max"]] {
      let object = try json(try sandbox.succeed(command + call).text)
      let range = try #require(object["response"] as? [Any])
      #expect(range.allSatisfy { $0 is NSNull || $0 is NSNumber })
    }
  }

  @Test("every filter of a chain is in it")
  func chains() throws {
    let text = try sandbox.succeed([
      "filter", "--gaussian", "1", "--then", "sobel-x", "--then", "median 3", "x.png",
      "--explain", "--json",
    ]).text
    let filters = try #require(try json(text)["filters"] as? [[String: Any]])
    #expect(filters.compactMap { $0["name"] as? String } == ["gaussian", "sobel-x", "median"])
  }

  @Test("a picture on standard output stays whole: the words go to standard error")
  func besideStandardOutput() throws {
    let result = try sandbox.run([
      "filter", "--laplacian", "x.png", "--explain", "-o", "-", "--format", "png",
    ])
    #expect(result.code == 0)
    #expect(result.errors.contains("rank 2"))
    let plain = try sandbox.succeed(["filter", "--laplacian", "x.png"])
    #expect(plain.output.isEmpty)
    #expect(try sandbox.data("x.laplacian.png") == result.output)
  }

  @Test("pool explains itself as well")
  func pooling() throws {
    let text = try sandbox.succeed(["pool", "x.png", "--explain", "--json"]).text
    let object = try json(text)
    #expect(object["height"] as? Int == 7 && object["width"] as? Int == 5)
  }
}
