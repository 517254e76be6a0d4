/// A blur, from the pixels of a picture and around it to the pixels of the picture.
///
/// The unknowns are the picture and as many rows and columns around it as the blur reads.
struct BlurModel {
  let engine: Engine
  /// The picture that was observed, 0 where it is not known.
  let observed: Image
  /// 1 where the picture is known and 0 elsewhere; `nil` if it is known everywhere.
  private let mask: [Float]?
  /// The outputs whose windows hold samples that are not finite.
  let unknown: [Int]

  private let kernel: Kernel
  private let forward: Convolution
  private let backward: Convolution
  /// The shape of the unknowns.
  private let shape: ImageShape
  /// The row and the column of the picture's first pixel among the unknowns.
  private let origin: Size2D

  init(_ kernel: Kernel, of image: Image, engine: Engine) {
    self.kernel = kernel
    self.engine = engine
    let size = kernel.size
    forward = Convolution([kernel], outputSize: .valid)
    backward = Convolution([kernel], orientation: .correlation, outputSize: .valid)
    shape = ImageShape(
      height: image.shape.height + size.height - 1, width: image.shape.width + size.width - 1,
      channels: image.shape.channels)
    origin = Size2D(
      height: size.height - 1 - kernel.anchor.y, width: size.width - 1 - kernel.anchor.x)
    if image.samples.allSatisfy(\.isFinite) {
      (observed, mask, unknown) = (image, nil, [])
    } else {
      mask = image.samples.map { $0.isFinite ? 1 : 0 }
      var known = image
      for index in known.samples.indices where !known.samples[index].isFinite {
        known.samples[index] = 0
      }
      observed = known
      let response = (try? Convolution([kernel])(image, engine: engine))?.samples ?? []
      unknown = response.indices.filter { !response[$0].isFinite }
    }
  }

  /// The number of unknowns.
  private var count: Int { shape.count }

  /// Blurs the unknowns: what is observed.
  private func blurred(_ unknowns: [Float]) -> [Float] {
    convolved(forward, Image(shape: shape, samples: unknowns))
  }

  /// The transpose of ``blurred(_:)``; samples that are not known count as 0.
  private func spread(_ values: [Float]) -> [Float] {
    var values = values
    if let mask { for index in values.indices { values[index] *= mask[index] } }
    let margin = Size2D(height: kernel.size.height - 1, width: kernel.size.width - 1)
    let wide = ImageShape(
      height: shape.height + margin.height, width: shape.width + margin.width,
      channels: shape.channels)
    var padded = [Float](repeating: 0, count: wide.count)
    let length = observed.shape.rowLength
    for row in 0..<observed.shape.height {
      let start = (row + margin.height) * wide.rowLength + margin.width * shape.channels
      padded.replaceSubrange(
        start..<start + length, with: values[row * length..<(row + 1) * length])
    }
    return convolved(backward, Image(shape: wide, samples: padded))
  }

  private func convolved(_ convolution: Convolution, _ image: Image) -> [Float] {
    guard let result = try? convolution(image, engine: engine, threads: engine.wholeImageThreads)
    else { preconditionFailure("a window larger than its image") }
    return result.samples
  }

  /// The observed picture with its edge pixels repeated.
  private var start: [Float] {
    var values = [Float](repeating: 0, count: count)
    let (channels, inside) = (shape.channels, observed.shape)
    for y in 0..<shape.height {
      let row = min(max(y - origin.height, 0), inside.height - 1) * inside.rowLength
      for x in 0..<shape.width {
        let column = min(max(x - origin.width, 0), inside.width - 1) * channels
        for channel in 0..<channels {
          values[y * shape.rowLength + x * channels + channel] =
            observed.samples[row + column + channel]
        }
      }
    }
    return values
  }

  /// The part of the unknowns that is the picture.
  private func picture(_ unknowns: [Float]) -> Image {
    var result = observed
    let length = observed.shape.rowLength
    for row in 0..<observed.shape.height {
      let from = (row + origin.height) * shape.rowLength + origin.width * shape.channels
      result.samples.replaceSubrange(
        row * length..<(row + 1) * length, with: unknowns[from..<from + length])
    }
    return result
  }
}

extension BlurModel {
  /// Richardson and Lucy's steps, from the observed picture.
  func multiplied(steps: Int) -> Image {
    let least: Float = 1e-6
    let known = observed.samples.map { max($0, 0) }
    var x = start.map { max($0, least) }
    let weights = spread([Float](repeating: 1, count: known.count)).map { max($0, least) }
    for _ in 0..<steps {
      var ratio = blurred(x)
      for index in ratio.indices { ratio[index] = known[index] / max(ratio[index], least) }
      let factors = spread(ratio)
      for index in x.indices { x[index] *= max(factors[index], 0) / weights[index] }
    }
    return picture(x)
  }

  /// Minimizes the regularized squares by conjugate gradients.
  ///
  /// Sums are double precision and in one order, so that the result depends on nothing else.
  func leastSquares(ratio: Float, steps: Int) -> Image {
    var x = start
    let target = spread(observed.samples)
    var residual = target
    subtract(applied(x, ratio), from: &residual)
    var direction = residual
    var power = sum(residual, residual)
    let enough = 1e-10 * sum(target, target)
    for _ in 0..<steps where power > enough {
      let image = applied(direction, ratio)
      let curvature = sum(direction, image)
      guard curvature > 0 else { break }
      let step = Float(power / curvature)
      for index in x.indices {
        x[index] += step * direction[index]
        residual[index] -= step * image[index]
      }
      let next = sum(residual, residual)
      let share = Float(next / power)
      power = next
      for index in direction.indices {
        direction[index] = residual[index] + share * direction[index]
      }
    }
    return picture(x)
  }

  private func subtract(_ other: [Float], from values: inout [Float]) {
    for index in values.indices { values[index] -= other[index] }
  }

  private func sum(_ a: [Float], _ b: [Float]) -> Double {
    var total = 0.0
    for index in a.indices { total += Double(a[index]) * Double(b[index]) }
    return total
  }

  /// The blur and its transpose, plus `ratio` times the negative Laplacian, whose edges are free.
  private func applied(_ x: [Float], _ ratio: Float) -> [Float] {
    var result = spread(blurred(x))
    let (length, channels) = (shape.rowLength, shape.channels)
    for y in 0..<shape.height {
      let row = y * length
      for index in row..<row + length {
        var slope: Float = 0
        if index >= row + channels { slope += x[index] - x[index - channels] }
        if index + channels < row + length { slope += x[index] - x[index + channels] }
        if y > 0 { slope += x[index] - x[index - length] }
        if y + 1 < shape.height { slope += x[index] - x[index + length] }
        result[index] += ratio * slope
      }
    }
    return result
  }
}
