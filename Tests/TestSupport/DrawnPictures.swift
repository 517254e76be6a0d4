import ConvCore
import Foundation

/// Pictures that the tests draw themselves: shapes, colors and textures of eight classes.
///
/// Place, size and colors of each picture are random, so no pixel alone gives a class away.
public enum DrawnPictures {
  /// The names of the classes.
  public static let classes = [
    "blue disc", "checks", "cross", "frame", "red disc", "stripes across", "stripes down",
    "triangle",
  ]

  /// Draws a picture, H×W×3 samples of 0…255.
  public static func picture(_ label: Int, side: Int, seed: UInt64) -> Image {
    var generator = SplitMix64(seed: seed &* 0x9E37_79B9 &+ UInt64(label))
    func draw(_ low: Float, _ high: Float) -> Float { low + (high - low) * generator.unit() }
    let ground = (0..<3).map { _ in draw(0, 110) }
    var ink = (0..<3).map { _ in draw(140, 255) }
    if label == 0 { ink = [draw(0, 60), draw(0, 90), draw(180, 255)] }
    if label == 4 { ink = [draw(180, 255), draw(0, 90), draw(0, 60)] }
    let length = Float(side)
    let radius = draw(0.22, 0.36) * length
    let (y0, x0) = (draw(radius, length - radius), draw(radius, length - radius))
    let (period, phase) = (draw(4, 7), draw(0, 7))
    var samples: [Float] = []
    for y in 0..<side {
      for x in 0..<side {
        let isInk = inside(
          label, y: Float(y) + 0.5 - y0, x: Float(x) + 0.5 - x0, radius: radius, period: period,
          phase: phase)
        for color in isInk ? ink : ground {
          samples.append(min(max((color + draw(-12, 12)).rounded(), 0), 255))
        }
      }
    }
    return Image(shape: ImageShape(height: side, width: side, channels: 3), samples: samples)
  }

  private static func inside(
    _ label: Int, y: Float, x: Float, radius: Float, period: Float, phase: Float
  ) -> Bool {
    func isOdd(_ place: Float) -> Bool {
      Int(((place + phase + 64 * period) / (period / 2)).rounded(.down)) % 2 == 1
    }
    let (ay, ax) = (abs(y), abs(x))
    switch label {
    case 0, 4: return y * y + x * x < radius * radius
    case 1: return isOdd(y) != isOdd(x)
    case 2: return min(ay, ax) < radius / 3.5 && max(ay, ax) < radius
    case 3: return max(ay, ax) < radius && max(ay, ax) > radius * 0.6
    case 5: return isOdd(y)
    case 6: return isOdd(x)
    default: return ay < radius && ax < (y + radius) / 2
    }
  }

  /// Writes class folders of PNG files, some of each class.
  public static func write(to folder: URL, perClass count: Int, side: Int, seed: UInt64 = 1) throws
  {
    for (label, name) in classes.enumerated() {
      let url = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for index in 0..<count {
        let image = picture(label, side: side, seed: seed &* 100_003 &+ UInt64(index))
        let png = PNGBuilder(
          height: side, width: side, color: .rgb, samples: image.samples.map { UInt16($0) })
        try png.data.write(to: url.appendingPathComponent("\(index).png"))
      }
    }
  }
}
