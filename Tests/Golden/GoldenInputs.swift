import Foundation
import TestSupport

/// The inputs of the calls, made by formulas: the same on every machine.
enum GoldenInputs {
  /// Sides that no register width divides.
  static let (height, width) = (23, 37)

  /// The repository's pictures.
  static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples")

  /// Writes every input into a folder.
  static func write(to folder: URL) throws {
    func write(_ name: String, _ data: Data) throws {
      try data.write(to: folder.appendingPathComponent(name))
    }
    let colors: [(name: String, color: PNGBuilder.Color, depth: Int)] = [
      ("gray", .gray, 8), ("graya", .grayAlpha, 8), ("rgb", .rgb, 8), ("rgba", .rgba, 8),
      ("gray16", .gray, 16), ("rgba16", .rgba, 16),
    ]
    for (name, color, depth) in colors {
      try write("\(name).png", png(color, depth: depth).data)
    }
    try write("float.npy", array(channels: 1) { y, x, _ in Double(value(y, x, 0) - 120) / 64 }.data)
    try write("holes.npy", array(channels: 3, withHoles).data)
    try write("wide.npy", wide)
    try write("kernel.txt", Data("1 2 0 -1\n1/3 0.5 -2 0\n0 1e-1 1 -1\n".utf8))
    try write("deep.npy", weights([3, 5, 3], of: 64).data)
    try write("bank.npy", weights([4, 3, 3, 3], of: 16).data)
    try write("model.safetensors", model)
    try write("digit.npy", digit.data)
    for name in ["shapes.png", "gradient16.png", "still-life.jpg", "digits/4.png"] {
      let target = name.split(separator: "/").last ?? ""
      try write(String(target), try Data(contentsOf: samples.appendingPathComponent(name)))
    }
  }

  // MARK: Pictures

  /// Steps, for edges, with a little of everything on top: 0...240.
  static func value(_ y: Int, _ x: Int, _ c: Int) -> Int {
    (x / 7 + y / 5 + c) % 3 * 90 + (x * x * 7 + y * 31 + c * 13 + x * y * 11) % 61
  }

  /// Nothing on the left, everything on the right, and levels in between.
  private static func alpha(_ y: Int, _ x: Int) -> Int {
    x < 6 ? 0 : x > 30 ? 255 : (x * 37 + y * 11) % 256
  }

  private static func png(_ color: PNGBuilder.Color, depth: Int) -> PNGBuilder {
    let hasAlpha = color == .grayAlpha || color == .rgba
    var samples: [UInt16] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<color.channels {
          let isAlpha = hasAlpha && c == color.channels - 1
          let level = isAlpha ? alpha(y, x) : value(y, x, c)
          let fine = isAlpha ? level * 257 : level * 257 + (x * 53 + y * 7) % 200
          samples.append(UInt16(depth == 8 ? level : fine))
        }
      }
    }
    return PNGBuilder(height: height, width: width, depth: depth, color: color, samples: samples)
  }

  private static func array(
    channels: Int, _ value: (_ y: Int, _ x: Int, _ c: Int) -> Double
  ) -> NPYFile {
    var values: [Double] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<channels { values.append(value(y, x, c)) }
      }
    }
    return NPYFile(shape: [height, width] + (channels > 1 ? [channels] : []), values: values)
  }

  /// Floats with one NaN and both infinities.
  private static func withHoles(_ y: Int, _ x: Int, _ c: Int) -> Double {
    switch (y, x, c) {
    case (5, 8, 0): .nan
    case (14, 20, 1): .infinity
    case (15, 31, 2): -.infinity
    default: Double(value(y, x, c)) / 4
    }
  }

  /// Bytes in color, so many in a row that several bands are needed.
  private static var wide: Data {
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (34, 4000, 3), }"
    var state: UInt32 = 1
    let bytes = (0..<34 * 4000 * 3).map { index -> UInt8 in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: index / 2100 % 3 * 80) + UInt8(state >> 26)
    }
    return Data(NPYFile.header(header)) + bytes
  }

  /// A stroke on dark ground, as digits of 28×28 pixels are.
  private static var digit: NPYFile {
    let values = (0..<784).map { place -> Double in
      let (y, x) = (place / 28, place % 28)
      let isBar = (4..<24).contains(y) && (12..<15).contains(x)
      let isFoot = (9..<19).contains(x) && (21..<24).contains(y)
      return isBar || isFoot ? 255 : 0
    }
    return NPYFile(shape: [28, 28], values: values)
  }

  // MARK: Weights

  /// Multiples of 1/`divisor`, which floats hold exactly.
  private static func weights(_ shape: [Int], of divisor: Double) -> NPYFile {
    let count = shape.reduce(1, *)
    return NPYFile(
      shape: shape, values: (0..<count).map { Double($0 * 37 % 101 - 50) / divisor })
  }

  /// The slides' network with weights by the formula, without metadata: it is known by its shapes.
  private static var model: Data {
    let shapes: [(name: String, shape: [Int], divisor: Double)] = [
      ("conv2d_1.weight", [32, 1, 3, 3], 128), ("conv2d_1.bias", [32], 512),
      ("conv2d_2.weight", [16, 32, 3, 3], 1024), ("conv2d_2.bias", [16], 512),
      ("conv2d_3.weight", [8, 16, 3, 3], 512), ("conv2d_3.bias", [8], 512),
      ("dense.weight", [10, 968], 2048), ("dense.bias", [10], 512),
    ]
    var (entries, content) = ([String](), Data())
    for (name, shape, divisor) in shapes {
      let start = content.count
      for value in weights(shape, of: divisor).values {
        withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { content += $0 }
      }
      entries.append(
        #""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(start),\#(content.count)]}"#
      )
    }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    return length + header + content
  }
}
