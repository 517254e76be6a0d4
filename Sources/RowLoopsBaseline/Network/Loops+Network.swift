package import RowLoops

/// Number of images of a batch that are adjacent in memory.
private let images = 16

extension Loops {
  package static func sumLanes(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(start >= 0)
    precondition(input.count >= count * images && output.count >= start + count)
    unsafeRows(input, &output) { input, output in
      for i in 0..<count {
        let lanes = UnsafeRawPointer(input + i * images).loadUnaligned(as: SIMD16<Float>.self)
        let eight = lanes.lowHalf + lanes.highHalf
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        output[start + i] = two.x + two.y
      }
    }
  }

  package static func addBias(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, bias: Float, rectify: Bool
  ) {
    unsafeRow(&values, at: start, count: count) { row in
      if rectify {
        for i in 0..<count {
          let sum = row[i] + bias
          // A NaN stays NaN, so that a failing network is noticed.
          row[i] = sum < 0 ? 0 : sum
        }
      } else {
        for i in 0..<count { row[i] += bias }
      }
    }
  }

  package static func rectifyGradient(
    _ gradient: inout MutableSpan<Float>, output: Span<Float>, count: Int
  ) {
    precondition(count <= output.count && count <= gradient.count)
    unsafeRows(output, &gradient) { output, gradient in
      for i in 0..<count { gradient[i] = output[i] > 0 ? gradient[i] : 0 }
    }
  }

  package static func sumPlane(
    _ plane: Span<Float>, from base: Int, positions: Int, into sums: inout MutableSpan<Float>,
    at start: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + positions * images <= plane.count && start + images <= sums.count)
    unsafeRows(plane, &sums) { plane, sums in
      for part in stride(from: 0, to: images, by: lanes) {
        let values = plane + base + part
        var partial = zeros4()
        var at = 0
        let end = positions * images
        while at + 3 * images < end {
          for k in 0..<4 { partial[k] += load(values + at + k * images) }
          at += 4 * images
        }
        while at < end {
          partial[0] += load(values + at)
          at += images
        }
        store((partial[0] + partial[1]) + (partial[2] + partial[3]), sums + start + part)
      }
    }
  }

  package static func maxPool(
    _ input: Span<Float>, from base: Int, width: Int, _ window: PoolWindow,
    into output: inout MutableSpan<Float>, at start: Int, outputHeight: Int, outputWidth: Int
  ) {
    requirePlane(base, width, window, outputHeight, outputWidth, of: input.count)
    requireRange(start, outputHeight * outputWidth * images, of: output.count)
    unsafeRows(input, &output) { input, output in
      for y in 0..<outputHeight {
        for x in 0..<outputWidth {
          let corner = base + (y * window.strideY * width + x * window.strideX) * images
          var best = batch(input + corner)
          for i in 0..<window.height {
            for j in 0..<window.width {
              let value = batch(input + corner + (i * width + j) * images)
              best.replace(with: value, where: (value .> best) .| (value .!= value))
            }
          }
          let to = output + start + (y * outputWidth + x) * images
          UnsafeMutableRawPointer(to).storeBytes(of: best, as: SIMD16<Float>.self)
        }
      }
    }
  }

  package static func maxPoolGradient(
    _ gradient: Span<Float>, from gradientBase: Int, input: Span<Float>, inputBase: Int,
    width: Int, _ window: PoolWindow, into inputGradient: inout MutableSpan<Float>,
    outputHeight: Int, outputWidth: Int
  ) {
    requirePlane(inputBase, width, window, outputHeight, outputWidth, of: input.count)
    requirePlane(inputBase, width, window, outputHeight, outputWidth, of: inputGradient.count)
    requireRange(gradientBase, outputHeight * outputWidth * images, of: gradient.count)
    gradient.withUnsafeBufferPointer { gradient in
      unsafeRows(input, &inputGradient) { input, result in
        guard let gradient = gradient.baseAddress else { return }
        for y in 0..<outputHeight {
          for x in 0..<outputWidth {
            let corner = inputBase + (y * window.strideY * width + x * window.strideX) * images
            let from = batch(gradient + gradientBase + (y * outputWidth + x) * images)
            spread(from, input + corner, result + corner, width: width, window)
          }
        }
      }
    }
  }
}

/// Requires that the windows of all outputs lie in an array of `total` values.
@inline(__always)
func requirePlane(
  _ base: Int, _ width: Int, _ window: PoolWindow, _ outputHeight: Int, _ outputWidth: Int,
  of total: Int
) {
  precondition(window.height > 0 && window.width > 0 && window.strideY >= 0 && window.strideX >= 0)
  guard outputHeight > 0 && outputWidth > 0 else { return }
  let rows = (outputHeight - 1) * window.strideY + window.height - 1
  let columns = (outputWidth - 1) * window.strideX + window.width
  requireRange(base, (rows * width + columns) * images, of: total)
}

@inline(__always)
private func batch(_ pointer: Floats) -> SIMD16<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
}

/// In each lane, adds a gradient to the first position of the window that holds the maximum.
@inline(__always)
private func spread(
  _ gradient: SIMD16<Float>, _ input: Floats, _ result: MutableFloats, width: Int,
  _ window: PoolWindow
) {
  var best = batch(input)
  for i in 0..<window.height {
    for j in 0..<window.width {
      let value = batch(input + (i * width + j) * images)
      best.replace(with: value, where: value .> best)
    }
  }
  var rest = gradient
  for i in 0..<window.height {
    for j in 0..<window.width {
      let place = (i * width + j) * images
      let isBest = batch(input + place) .== best
      let share = SIMD16<Float>.zero.replacing(with: rest, where: isBest)
      let sum = batch(result + place) + share
      UnsafeMutableRawPointer(result + place).storeBytes(of: sum, as: SIMD16<Float>.self)
      rest.replace(with: 0, where: isBest)
    }
  }
}
