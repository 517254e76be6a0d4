import ConvCore

/// The order of the frames: the finished picture, the kernel and how it is turned, the windows.
package struct SlidingScript: Hashable, Sendable {
  /// The frames in their order.
  package let shots: [SlidingShot]

  /// Writes the script.
  ///
  /// - Parameters:
  ///   - model: What is shown.
  ///   - crop: The positions.
  ///   - stops: The positions to stop at; empty for all positions of the crop, one after the other.
  ///   - fps: Frames a second while the window slides.
  package init(
    _ model: SlidingModel, crop: SlidingCrop, stops: [SlidingPosition], fps: Double
  ) {
    let pace = max(2, Int((100 / fps).rounded()))
    let positions = stops.isEmpty ? crop.positions : stops
    var shots = [
      SlidingShot(
        scene: .finished(SlidingScript.telling(model, stops.isEmpty ? positions : stops)),
        hundredths: 200)
    ]
    if let kernel = model.kernel { shots += SlidingScript.flip(kernel) }
    for (index, position) in positions.enumerated() {
      // The first window is built up slowly, and so is each stop.
      if index == 0 || !stops.isEmpty {
        for stage in [SlidingStage.values, .products] where stage != .products || model.multiplies {
          shots.append(SlidingShot(scene: .window(position, stage), hundredths: max(pace, 120)))
        }
        shots.append(
          SlidingShot(scene: .window(position, .result), hundredths: max(pace, 160)))
      } else {
        let isLast = index == positions.count - 1
        shots.append(
          SlidingShot(
            scene: .window(position, .result), hundredths: isLast ? max(pace, 200) : pace))
      }
    }
    self.shots = shots
  }

  /// The kernel as written, the turn in steps of 20°, the turned kernel.
  private static func flip(_ kernel: SlidingKernel) -> [SlidingShot] {
    guard kernel.isTurned else {
      return [SlidingShot(scene: .kernel(degrees: 0), hundredths: 200)]
    }
    return stride(from: 0, through: 180, by: 20).map { degrees in
      let rests = degrees == 0 || degrees == 180
      return SlidingShot(scene: .kernel(degrees: degrees), hundredths: rests ? 150 : 8)
    }
  }

  /// The first of the positions with the largest output: there is most to see.
  private static func telling(
    _ model: SlidingModel, _ positions: [SlidingPosition]
  ) -> SlidingPosition {
    func strength(_ position: SlidingPosition) -> Float {
      let image = model.rule == .transposed ? model.input : model.output
      let value = abs(image[position.y, position.x])
      return value.isFinite ? value : 0
    }
    return positions.max { strength($0) < strength($1) } ?? SlidingPosition(y: 0, x: 0)
  }
}

extension SlidingModel {
  /// Whether values are multiplied by coefficients.
  package var multiplies: Bool { kernel != nil }
}
