package import RowLoops

/// Number of images of a batch that are adjacent in memory.
private let images = 16

extension Loops {
  package static func sumSquares(
    _ plane: Span<Float>, from base: Int, positions: Int, mean: Float,
    into sums: inout MutableSpan<Float>, at start: Int
  ) {
    requireRange(base, positions * images, of: plane.count)
    requireRange(start, images, of: sums.count)
    unsafeRows(plane, &sums) { plane, sums in
      let center = Vector(repeating: mean)
      for part in stride(from: 0, to: images, by: lanes) {
        let values = plane + base + part
        var partial = zeros4()
        var at = 0
        let end = positions * images
        while at + 3 * images < end {
          for k in 0..<4 {
            let distance = load(values + at + k * images) - center
            partial[k] += distance * distance
          }
          at += 4 * images
        }
        while at < end {
          let distance = load(values + at) - center
          partial[0] += distance * distance
          at += images
        }
        store((partial[0] + partial[1]) + (partial[2] + partial[3]), sums + start + part)
      }
    }
  }

  package static func normalize(
    _ input: Span<Float>, from base: Int, _ step: NormalizationStep, rectify: Bool,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    requireRange(base, count, of: input.count)
    requireRange(start, count, of: output.count)
    unsafeRows(input, &output) { input, output in
      let (input, output) = (input + base, output + start)
      let (mean, factor, bias) = (step.mean, step.factor, step.bias)
      if rectify {
        for i in 0..<count {
          let value = (input[i] - mean) * factor + bias
          // A NaN stays NaN, so that a failing network is noticed.
          output[i] = value < 0 ? 0 : value
        }
      } else {
        for i in 0..<count { output[i] = (input[i] - mean) * factor + bias }
      }
    }
  }

  package static func sumProducts(
    _ gradient: Span<Float>, _ input: Span<Float>, from base: Int, positions: Int, mean: Float,
    into sums: inout MutableSpan<Float>, at start: Int
  ) {
    requireRange(base, positions * images, of: gradient.count)
    requireRange(base, positions * images, of: input.count)
    requireRange(start, 2 * images, of: sums.count)
    input.withUnsafeBufferPointer { input in
      unsafeRows(gradient, &sums) { gradient, sums in
        guard let input = input.baseAddress else { return }
        let center = Vector(repeating: mean)
        for part in stride(from: 0, to: images, by: lanes) {
          let (slopes, values) = (gradient + base + part, input + base + part)
          var (partial, products) = (zeros4(), zeros4())
          var at = 0
          let end = positions * images
          while at + 3 * images < end {
            for k in 0..<4 {
              let slope = load(slopes + at + k * images)
              partial[k] += slope
              products[k] += slope * (load(values + at + k * images) - center)
            }
            at += 4 * images
          }
          while at < end {
            let slope = load(slopes + at)
            partial[0] += slope
            products[0] += slope * (load(values + at) - center)
            at += images
          }
          let total = sums + start + part
          store((partial[0] + partial[1]) + (partial[2] + partial[3]), total)
          store((products[0] + products[1]) + (products[2] + products[3]), total + images)
        }
      }
    }
  }

  package static func normalizeGradient(
    _ values: inout MutableSpan<Float>, _ gradient: Span<Float>, from base: Int, positions: Int,
    _ step: NormalizationGradient, mask: Span<Float>, isGated: Bool
  ) {
    requireRange(base, positions * images, of: values.count)
    requireRange(base, positions * images, of: gradient.count)
    precondition(mask.count >= images)
    mask.withUnsafeBufferPointer { mask in
      unsafeRows(gradient, &values) { gradient, values in
        guard let mask = mask.baseAddress else { return }
        for part in stride(from: 0, to: images, by: lanes) {
          let factor = load(mask + part) * Vector(repeating: step.factor)
          let (mean, offset) = (Vector(repeating: step.mean), Vector(repeating: step.offset))
          let slope = Vector(repeating: step.slope)
          var at = base + part
          let end = base + positions * images
          while at < end {
            let x = load(values + at)
            var result = ((load(gradient + at) - offset) - (x - mean) * slope) * factor
            if isGated { result = Vector.zero.replacing(with: result, where: x .> 0) }
            store(result, values + at)
            at += images
          }
        }
      }
    }
  }

  package static func leak(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, slope: Float
  ) {
    unsafeRow(&values, at: start, count: count) { row in
      for i in 0..<count { row[i] = row[i] < 0 ? row[i] * slope : row[i] }
    }
  }

  package static func leakGradient(
    _ gradient: inout MutableSpan<Float>, output: Span<Float>, count: Int, slope: Float
  ) {
    precondition(count <= output.count && count <= gradient.count)
    unsafeRows(output, &gradient) { output, gradient in
      for i in 0..<count { gradient[i] = output[i] < 0 ? gradient[i] * slope : gradient[i] }
    }
  }

  package static func sum(
    _ a: Span<Float>, _ b: Span<Float>, rectify: Bool, into output: inout MutableSpan<Float>,
    count: Int
  ) {
    precondition(count <= a.count && count <= b.count && count <= output.count)
    b.withUnsafeBufferPointer { b in
      unsafeRows(a, &output) { a, output in
        guard let b = b.baseAddress else { return }
        if rectify {
          for i in 0..<count {
            let value = a[i] + b[i]
            output[i] = value < 0 ? 0 : value
          }
        } else {
          for i in 0..<count { output[i] = a[i] + b[i] }
        }
      }
    }
  }

  package static func spreadPlane(
    _ input: Span<Float>, from base: Int, factor: Float, into output: inout MutableSpan<Float>,
    at start: Int, positions: Int
  ) {
    requireRange(base, images, of: input.count)
    requireRange(start, positions * images, of: output.count)
    unsafeRows(input, &output) { input, output in
      for part in stride(from: 0, to: images, by: lanes) {
        let value = load(input + base + part) * Vector(repeating: factor)
        for i in 0..<positions { store(value, output + start + i * images + part) }
      }
    }
  }

  package static func averagePoolGradient(
    _ gradient: Span<Float>, from gradientBase: Int, factor: Float, width: Int,
    _ window: PoolWindow, into inputGradient: inout MutableSpan<Float>, at start: Int,
    outputHeight: Int, outputWidth: Int
  ) {
    requirePlane(start, width, window, outputHeight, outputWidth, of: inputGradient.count)
    requireRange(gradientBase, outputHeight * outputWidth * images, of: gradient.count)
    unsafeRows(gradient, &inputGradient) { gradient, result in
      for y in 0..<outputHeight {
        for x in 0..<outputWidth {
          let corner = result + start + (y * window.strideY * width + x * window.strideX) * images
          let from = gradient + gradientBase + (y * outputWidth + x) * images
          for part in stride(from: 0, to: images, by: lanes) {
            let share = load(from + part) * Vector(repeating: factor)
            for i in 0..<window.height {
              for j in 0..<window.width {
                let cell = corner + (i * width + j) * images + part
                store(load(cell) + share, cell)
              }
            }
          }
        }
      }
    }
  }
}
