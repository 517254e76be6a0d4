import ImageCodecs
import ConvCore
import Foundation
import TestSupport
import Testing

/// The numbers of every frame are those of `filter` and of `pool`.
@Suite("animate: numbers")
struct AnimateNumbersTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    let digit = Readme.root.appendingPathComponent("samples/digits/7.png")
    try sandbox.write("7.png", try Data(contentsOf: digit))
    var generator = SplitMix64(seed: 5)
    let samples = (0..<9 * 14).map { _ in Float(Int.random(in: 0...255, using: &generator)) }
    try sandbox.write(
      "noise.png",
      Image(shape: ImageShape(height: 9, width: 14, channels: 1), samples: samples))
  }

  private func frames(_ arguments: [String]) throws -> AnimationFrames {
    try AnimationFrames(try sandbox.succeed(["animate"] + arguments + ["--json"]).output)
  }

  static let filters: [[String]] = [
    ["--laplacian", "7.png"], ["--sobel-x", "7.png"], ["--laplacian", "--stride", "2", "7.png"],
    ["--laplacian", "--border", "wrap", "noise.png"],
    ["--kernel", "1 2; 3 4", "noise.png"],
    ["--kernel", "1 2; 3 4", "--border", "symmetric", "--anchor", "1,0", "noise.png"],
    ["--kernel", "1 -2 3; 0 5 1.5", "--dilate", "2", "--border", "reflect101", "noise.png"],
    ["--correlate", "--sobel-y", "--border", "zero", "noise.png"],
    ["--gaussian", "0.8", "--border", "valid", "noise.png"],
    ["--box", "4", "--border", "constant:10", "--stride", "2,3", "noise.png"],
    ["--kernel", "1 2 1", "--normalize", "--crop", "2,3,4x5", "7.png"],
  ]

  @Test(
    "products are coefficient times value, sums are theirs, outputs are filter's",
    arguments: filters)
  func filter(arguments: [String]) throws {
    let animation = try frames(arguments)
    let crop = arguments.firstIndex(of: "--crop")
    let plain = arguments.enumerated().filter { index, _ in
      crop.map { index != $0 && index != $0 + 1 } ?? true
    }.map(\.element)
    let response = try sandbox.response(["filter"] + plain)
    let picture = try sandbox.picture(arguments[arguments.count - 1])
    let size = picture.info.shape
    let image = Image(shape: size, samples: picture.samples.map { Float($0) })
    #expect(animation.output == Array(response.shape.prefix(2)))
    #expect(animation.input.prefix(2) == [size.height, size.width])
    let kernel = try #require(animation.kernel)
    #expect(kernel.turned == !arguments.contains("--correlate"))
    if kernel.turned {
      #expect(kernel.applied == kernel.written.reversed().map { $0.reversed() })
    } else {
      #expect(kernel.applied == kernel.written)
    }
    let border = try border(arguments)
    for frame in animation.computations {
      let position = try #require(frame.position)
      let window = try #require(frame.window)
      let values = try #require(frame.values?.planes.first)
      let products = try #require(frame.products?.planes.first)
      let outside = try #require(frame.outside)
      for (i, row) in kernel.applied.enumerated() {
        for (j, weight) in row.enumerated() {
          let (y, x) = (
            window[0] + i * animation.dilation, window[1] + j * animation.dilation
          )
          let value = Naive.value(image, y, x, 0, border)
          #expect(values[i][j] == value)
          #expect(
            outside[i][j] == !(0..<size.height ~= y && 0..<size.width ~= x))
          #expect(products[i][j] == Double(Float(weight)) * value)
        }
      }
      let all = products.joined().compactMap { $0 }
      let scale = all.reduce(1) { $0 + abs($1) }
      let sum = try #require(frame.sum)
      #expect(abs(sum - all.reduce(0, +)) <= 1e-12 * scale)
      let output = try #require(frame.output)
      #expect(output == response.values[position[0] * response.shape[1] + position[1]])
      #expect(abs(output - sum) <= 1e-5 * scale)
    }
  }

  private func border(_ arguments: [String]) throws -> Border {
    guard let place = arguments.firstIndex(of: "--border") else { return .replicate }
    switch arguments[place + 1] {
    case "wrap": return .wrap
    case "zero", "valid": return .zero
    case "symmetric": return .symmetric
    case "reflect101": return .reflect101
    case "constant:10": return .constant(10)
    default: return .replicate
    }
  }

  @Test("every position of a small picture is shown once, row by row, after the flip")
  func order() throws {
    let animation = try frames(["--sobel-x", "--border", "valid", "noise.png"])
    #expect(animation.frames[0].kind == "finished")
    let turns = animation.frames.compactMap(\.degrees)
    #expect(turns == Array(stride(from: 0, through: 180, by: 20)))
    let results = animation.frames.filter { $0.kind == "window" && $0.stage == "result" }
    #expect(results.compactMap(\.position) == (0..<7).flatMap { y in (0..<12).map { [y, $0] } })
  }

  @Test("the two gradients of a magnitude are parts, the output is filter's")
  func magnitude() throws {
    let animation = try frames(["--sobel", "noise.png", "--crop", "0,0,5x5"])
    let response = try sandbox.response(["filter", "--sobel", "noise.png"])
    #expect(animation.rule == "magnitude")
    for frame in animation.computations {
      let position = try #require(frame.position)
      let sums = try #require(frame.partialSums)
      #expect(sums.count == 2 && frame.products?.planes.count == 2)
      let output = try #require(frame.output)
      #expect(output == response.values[position[0] * 14 + position[1]])
      #expect(abs(output - (sums[0] * sums[0] + sums[1] * sums[1]).squareRoot()) < 1e-3)
    }
  }

  @Test("a chain slides its last filter over what the others give")
  func chain() throws {
    let call = ["--gaussian", "1", "--then", "laplacian", "noise.png"]
    let animation = try frames(call + ["--crop", "0,0,9x9"])
    let smooth = try sandbox.response(["filter", "--gaussian", "1", "noise.png"])
    let response = try sandbox.response(["filter"] + call)
    for frame in animation.computations {
      let position = try #require(frame.position)
      let middle = try #require(frame.values?.planes[0][1][1])
      #expect(middle == smooth.values[position[0] * 14 + position[1]])
      #expect(frame.output == response.values[position[0] * 14 + position[1]])
    }
  }

  static let pools: [[String]] = [
    ["max"], ["average,3"], ["min,2x3", "--stride", "1"], ["l2", "--padding", "same"],
    ["median,3", "--padding", "1"], ["max,4", "--ceil", "--stride", "3"],
  ]

  @Test("a pooling shows the values of each window and pool's result", arguments: pools)
  func pool(arguments: [String]) throws {
    let animation = try frames(["--pool"] + arguments + ["noise.png"])
    let parts = arguments[0].split(separator: ",").map(String.init)
    let size = parts.count > 1 ? ["--size", parts[1]] : []
    let response = try sandbox.response(
      ["pool", "--\(parts[0])", "noise.png"] + size + arguments.dropFirst())
    #expect(animation.output == response.shape)
    let picture = try sandbox.picture("noise.png")
    for frame in animation.computations {
      let position = try #require(frame.position)
      let window = try #require(frame.window)
      var held: [Double] = []
      for (i, row) in try #require(frame.values?.planes[0]).enumerated() {
        for (j, value) in row.enumerated() {
          let (y, x) = (window[0] + i, window[1] + j)
          let isInside = 0..<9 ~= y && 0..<14 ~= x
          #expect(value == (isInside ? picture.samples[y * 14 + x] : nil))
          if let value { held.append(value) }
        }
      }
      let output = try #require(frame.output)
      #expect(output == response.values[position[0] * response.shape[1] + position[1]])
      if parts[0] == "max" { #expect(output == held.max()) }
      if parts[0] == "average" {
        #expect(abs(output - held.reduce(0, +) / Double(held.count)) < 1e-3)
      }
      #expect(frame.products == nil && frame.sum == nil)
    }
  }

  @Test("the slide's pooling: a matrix on the command line, four windows")
  func slide() throws {
    let animation = try frames(["--pool", "max", "1 3 5 3; 4 2 3 1; 3 1 1 3; 0 1 0 4"])
    let windows = animation.frames.filter { $0.kind == "window" && $0.stage == "result" }
    #expect(windows.compactMap(\.output) == [4, 5, 3, 4])
    #expect(
      windows.map { $0.window ?? [] } == [[0, 0], [0, 2], [2, 0], [2, 2]].map { $0 + [2, 2] })
    #expect(windows[1].values?.planes == [[[5, 3], [3, 1]]])
  }

  @Test(
    "stamps of a transposed convolution add up to the convolution of the spread input",
    arguments: [
      ["--stride", "2"], ["--stride", "2", "--correlate"], ["--stride", "3", "--border", "zero"],
      ["--dilate", "2"], ["--border", "zero", "--anchor", "0,1"],
    ])
  func transposed(options: [String]) throws {
    let values = (0..<20).map { Double($0 * 7 % 11) - 3 }
    try sandbox.write("x.npy", NPYFile(shape: [4, 5], values: values).data)
    let kernel = "1 2 3; 4 5 6; 7 8 10"
    let animation = try frames(["--transposed", "--kernel", kernel] + options + ["x.npy"])
    var totals = [[Double]](
      repeating: [Double](repeating: 0, count: animation.output[1]), count: animation.output[0])
    for frame in animation.frames where frame.kind == "window" && frame.stage == "result" {
      let position = try #require(frame.position)
      let window = try #require(frame.window)
      let value = values[position[0] * 5 + position[1]]
      for (i, row) in try #require(frame.products?.planes[0]).enumerated() {
        for (j, product) in row.enumerated() {
          #expect(product == value * (try #require(animation.kernel).applied[i][j]))
          let (y, x) = (
            window[0] + i * animation.dilation, window[1] + j * animation.dilation
          )
          if totals.indices ~= y && totals[y].indices ~= x { totals[y][x] += product ?? 0 }
        }
      }
    }
    // The gradient of `filter` with these options: ⟨filter(x), v⟩ = ⟨x, transposed(v)⟩.
    let (height, width) = (animation.output[0], animation.output[1])
    let isValid = !options.contains("zero")
    for probe in [3, height * width / 2 + 1] {
      var x = [Double](repeating: 0, count: height * width)
      x[probe] = 1
      try sandbox.write("probe.npy", NPYFile(shape: [height, width], values: x).data)
      let forward = try sandbox.response(
        ["filter", "--kernel", kernel, "probe.npy"] + options
          + (isValid ? ["--border", "valid"] : []))
      #expect(forward.shape == [4, 5])
      let product = zip(forward.values, values).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(product == totals[probe / width][probe % width])
    }
  }
}
