import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("summary of two networks, and drawn")
struct SummaryTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("both tables, and how many times as many parameters")
  func both() throws {
    let text = try sandbox.succeed(["summary", "--network", "cnn,mlp"]).text
    #expect(text.contains("Total params: 15,794") && text.contains("Total params: 101,770"))
    let last = try #require(text.split(separator: "\n").last)
    #expect(last.contains("6.4 times") && last.contains("15,794") && last.contains("101,770"))
    let json = try sandbox.succeed(["summary", "--network", "mlp,cnn", "--json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let networks = try #require(object["networks"] as? [[String: Any]])
    #expect(networks.compactMap { $0["parameters"] as? Int } == [101_770, 15_794])
  }

  @Test("a drawing is a PNG, and replaces no file without --force")
  func drawing() throws {
    try sandbox.succeed(["summary", "--network", "cnn,mlp", "--draw", "-o", "n.png"])
    let shape = try sandbox.picture("n.png").info.shape
    #expect(shape.width <= 1600 && shape.width > 1000 && shape.height > 700)
    try sandbox.fail(
      73, ["summary", "--network", "cnn", "--draw", "-o", "n.png"], saying: ["n.png", "--force"])
    try sandbox.succeed(["summary", "--network", "cnn", "--draw", "-o", "n.png", "--force"])
    #expect(try sandbox.picture("n.png").info.shape.height < shape.height)
    try sandbox.succeed(["summary", "--network", "mlp", "--draw"])
    #expect(sandbox.files == ["n.png", "network.png"])
  }

  @Test("wrong calls")
  func wrong() throws {
    for network in ["cnn,cnn", "cnn,x", "all"] {
      try sandbox.fail(64, ["summary", "--network", network], saying: ["--network"])
    }
    try sandbox.fail(
      64, ["summary", "--network", "cnn", "--model", "m.safetensors"], saying: ["--model"])
    try sandbox.fail(64, ["summary", "--network", "cnn", "-o", "n.png"], saying: ["--draw"])
    try sandbox.fail(64, ["summary", "--network", "cnn", "--draw", "-o", "n.jpg"], saying: ["PNG"])
    try sandbox.fail(
      73, ["summary", "--network", "cnn", "--draw", "-o", "no/n.png"], saying: ["no/n.png"])
  }
}
