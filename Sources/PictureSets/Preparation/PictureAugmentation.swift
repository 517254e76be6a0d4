internal import ConvCore
internal import ConvNet
internal import Digits

/// Random changes of pictures, so that a network sees each one slightly different every time.
///
/// All numbers are drawn from a generator that the seed, the picture and the epoch determine. The
/// changes of place are one map: a value of the result is interpolated bilinearly between four
/// pixels of the picture, and places outside take the nearest pixel of the edge.
package struct PictureAugmentation: Sendable {
  private let changes: Set<PictureChange>

  /// Creates an augmentation of some changes.
  package init(_ changes: Set<PictureChange>) { self.changes = changes }

  /// Changes a picture at random.
  ///
  /// - Parameters:
  ///   - samples: The samples C×H×W of the picture.
  ///   - shape: The number of channels, rows and columns.
  ///   - divisor: What a network divides the samples by; where it is 255, they stay in 0…255.
  ///   - generator: Draws how much is changed.
  /// - Returns: The changed samples C×H×W, in the units of the picture's samples.
  func changed(
    _ samples: PictureSamples, _ shape: TensorShape, _ divisor: Float,
    using generator: inout SplitMix64
  ) -> [Float] {
    var values = changes.contains(.pose) ? posed(samples, shape, &generator) : samples.floats
    // Each change draws its numbers whether or not others are wanted, so names do not interact.
    var draw = SplitMix64(seed: generator.next())
    let flips = draw.unit() < 0.5
    let share = changes.contains(.crop) ? 1 - 0.25 * draw.unit() : 1
    let (cropY, cropX) = (draw.unit(), draw.unit())
    let (shiftY, shiftX) = (draw.unit(), draw.unit())
    let factor = 0.75 + 0.5 * draw.unit()
    if !changes.isDisjoint(with: [.flip, .crop, .shift]) {
      let rows = axis(shape.height, share: share, position: cropY, shift: shiftY, flips: false)
      let columns = axis(
        shape.width, share: share, position: cropX, shift: shiftX,
        flips: changes.contains(.flip) && flips)
      values = PictureAugmentation.mapped(values, shape, rows, columns)
    }
    if changes.contains(.elastic) {
      var nodes = SplitMix64(seed: draw.next())
      values = PictureAugmentation.displaced(values, shape, using: &nodes)
    }
    if changes.contains(.brightness) {
      let limit: Float = divisor == 255 ? 255 : .infinity
      for index in values.indices { values[index] = min(values[index] * factor, limit) }
    }
    return values
  }

  // MARK: Place

  /// A place between two pixels: the first one, the second one, and the share of the second one.
  private struct Between {
    let first: Int
    let second: Int
    let share: Float
  }

  /// For each place of the result along an axis, where it lies in the picture.
  private func axis(
    _ side: Int, share: Float, position: Float, shift: Float, flips: Bool
  ) -> [Between] {
    let length = Float(side)
    let most = Float(max(side / 8, side > 1 ? 1 : 0))
    let offset =
      changes.contains(.shift) ? ((2 * shift - 1) * (most + 0.499)).rounded() : 0
    let start = (1 - share) * length * position
    return (0..<side).map { place in
      var source = start + (Float(place) - offset + 0.5) * share - 0.5
      source = min(max(source, 0), length - 1)
      if flips { source = length - 1 - source }
      let first = Int(source)
      return Between(
        first: first, second: min(first + 1, side - 1), share: source - Float(first))
    }
  }

  private static func mapped(
    _ values: [Float], _ shape: TensorShape, _ rows: [Between], _ columns: [Between]
  ) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(values.count)
    for channel in 0..<shape.channels {
      let plane = channel * shape.height * shape.width
      for row in rows {
        let (upper, lower) = (plane + row.first * shape.width, plane + row.second * shape.width)
        for column in columns {
          let a = values[upper + column.first]
          let b = values[upper + column.second]
          let c = values[lower + column.first]
          let d = values[lower + column.second]
          let above = a + (b - a) * column.share
          let below = c + (d - c) * column.share
          result.append(above + (below - above) * row.share)
        }
      }
    }
    return result
  }

  /// Displaces the pixels of all channels by one elastic field.
  private static func displaced(
    _ values: [Float], _ shape: TensorShape, using generator: inout SplitMix64
  ) -> [Float] {
    let sides = SIMD2(Float(shape.width), Float(shape.height))
    let field = ElasticField(
      height: shape.height, width: shape.width, strength: sides / 14, using: &generator)
    let last = sides - 1
    var result: [Float] = []
    result.reserveCapacity(values.count)
    for channel in 0..<shape.channels {
      let plane = channel * shape.height * shape.width
      for (pixel, displacement) in field.displacements.enumerated() {
        let (y, x) = (pixel / shape.width, pixel % shape.width)
        let place = pointwiseMin(
          pointwiseMax(SIMD2(Float(x), Float(y)) + displacement, .zero), last)
        let (column, row) = (Int(place.x), Int(place.y))
        let next = min(column + 1, shape.width - 1)
        let (right, down) = (place.x - Float(column), place.y - Float(row))
        let upper = plane + row * shape.width
        let lower = plane + min(row + 1, shape.height - 1) * shape.width
        let above = values[upper + column] + (values[upper + next] - values[upper + column]) * right
        let below = values[lower + column] + (values[lower + next] - values[lower + column]) * right
        result.append(above + (below - above) * down)
      }
    }
    return result
  }

  private func posed(
    _ samples: PictureSamples, _ shape: TensorShape, _ generator: inout SplitMix64
  ) -> [Float] {
    guard case .bytes(let bytes) = samples else { return samples.floats }
    let plane = shape.height * shape.width
    var values = [Float](repeating: 0, count: bytes.count)
    let start = generator
    for channel in 0..<shape.channels {
      generator = start
      let first = bytes.startIndex + channel * plane
      Augmentation().augmented(
        bytes[first..<first + plane], height: shape.height, width: shape.width, into: &values,
        at: channel * plane, divisor: 1, using: &generator)
    }
    return values
  }
}
