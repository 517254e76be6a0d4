import ConvCore
import Foundation
import ImageCodecs
import PictureSets
import TestSupport
import Testing

@Suite("Pictures as a network reads them")
struct PictureScalingTests {
  /// Bilinear scaling with antialiasing in doubles, both sides at once, without rounding.
  private func naive(_ image: Image, height: Int, width: Int) -> [Double] {
    func weights(_ side: Int, _ target: Int, _ place: Int) -> [Double] {
      let scale = Double(side) / Double(target)
      let reach = max(1, scale)
      let center = (Double(place) + 0.5) * scale
      let all = (0..<side).map { max(0, 1 - abs((Double($0) + 0.5 - center) / reach)) }
      let sum = all.reduce(0, +)
      return all.map { $0 / sum }
    }
    let shape = image.shape
    return (0..<height).flatMap { y -> [Double] in
      let down = weights(shape.height, height, y)
      return (0..<width).flatMap { x -> [Double] in
        let across = weights(shape.width, width, x)
        return (0..<shape.channels).map { channel in
          var sum = 0.0
          for row in 0..<shape.height {
            for column in 0..<shape.width {
              let value = image.samples[(row * shape.width + column) * shape.channels + channel]
              sum += down[row] * across[column] * Double(value)
            }
          }
          return sum
        }
      }
    }
  }

  private func read(_ image: Image, _ planes: PicturePlanes) throws -> Image {
    let colors: [PNGBuilder.Color] = [.gray, .grayAlpha, .rgb, .rgba]
    let png = PNGBuilder(
      height: image.shape.height, width: image.shape.width, color: colors[image.shape.channels - 1],
      samples: image.samples.map { UInt16($0) })
    let reader = try openImage(ByteSource(bytes: [UInt8](png.data)))
    return planes.image(try planes.read(reader).map { Float($0) })
  }

  @Test(
    "pictures shrink and grow as by a naive sum over all pixels, within rounding of each side",
    arguments: [(7, 5), (3, 9), (1, 1), (20, 31), (40, 4)])
  func scaling(height: Int, width: Int) throws {
    let image = DrawnPictures.picture(1, side: 20, seed: 3)
    let planes = PicturePlanes(size: Size2D(height: height, width: width), channels: 3)
    let found = try read(image, planes)
    #expect(found.shape == ImageShape(height: height, width: width, channels: 3))
    for (a, b) in zip(found.samples, naive(image, height: height, width: width)) {
      #expect(abs(Double(a) - b) <= 1.01)
    }
  }

  @Test("a picture of the wanted size keeps every sample; gray becomes three equal channels")
  func unchanged() throws {
    let image = DrawnPictures.picture(2, side: 9, seed: 1)
    #expect(try read(image, PicturePlanes(size: Size2D(9), channels: 3)) == image)
    let gray = Image(
      shape: ImageShape(height: 2, width: 2, channels: 1), samples: [0, 10, 200, 255])
    let color = try read(gray, PicturePlanes(size: Size2D(2), channels: 3))
    #expect(color.samples == [0, 0, 0, 10, 10, 10, 200, 200, 200, 255, 255, 255])
  }

  @Test("color becomes gray by luma, and transparent pixels lie over white")
  func grayAndAlpha() throws {
    let color = Image(
      shape: ImageShape(height: 1, width: 2, channels: 3), samples: [255, 0, 0, 0, 0, 255])
    let planes = PicturePlanes(size: Size2D(height: 1, width: 2), channels: 1)
    #expect(try read(color, planes).samples == [76, 29])
    let clear = Image(
      shape: ImageShape(height: 1, width: 2, channels: 4), samples: [9, 9, 9, 0, 50, 100, 150, 255])
    let whole = PicturePlanes(size: Size2D(height: 1, width: 2), channels: 3)
    #expect(try read(clear, whole).samples == [255, 255, 255, 50, 100, 150])
  }

  @Test("a single pixel fills any size")
  func onePixel() throws {
    let dot = Image(shape: ImageShape(height: 1, width: 1, channels: 3), samples: [10, 20, 30])
    let found = try read(dot, PicturePlanes(size: Size2D(4), channels: 3))
    #expect(found.samples == (0..<16).flatMap { _ in [10, 20, 30] as [Float] })
  }
}
