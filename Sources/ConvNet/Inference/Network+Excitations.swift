public import ConvCore
import Dispatch
import Synchronization

extension Network {
  /// Finds the places of images that excite each unit of a layer most.
  ///
  /// An image counts once for a unit, with its largest value; among equal values of a map, with the
  /// first one in reading order, and among equal images the first one stands first. Values are those
  /// of the maps, after the activation and by direct convolution. Zeros excite nothing and are left
  /// out, and so is NaN.
  ///
  /// - Parameters:
  ///   - stage: The index of the layer in ``stages``.
  ///   - images: The images.
  ///   - count: The number of places for each unit.
  ///   - threads: The number of threads; the result does not depend on it.
  ///   - engine: The instruction set of the loops.
  ///   - progress: Called with the number of images read so far, from any thread.
  /// - Returns: For each unit at most `count` places, the strongest first.
  /// - Precondition: `count` is positive, and the layer exists.
  public func excitations(
    ofStage stage: Int, by images: some LabelledImages, count: Int = 9, threads: Int = 1,
    engine: Engine = .preferred, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> [[Excitation]] {
    let shape = shapes[stage + 1]
    let groups = (images.count + Tensor.lanes - 1) / Tensor.lanes
    let workers = max(1, min(threads, groups))
    let empty = [StrongestPlaces](
      repeating: StrongestPlaces(capacity: count), count: shape.channels)
    let found = Mutex(empty)
    let done = Mutex(0)
    let head = upTo(stage)
    DispatchQueue.concurrentPerform(iterations: workers) { thread in
      var workspace = Workspace(head)
      var mine = empty
      for group in stride(from: thread, to: groups, by: workers) {
        let first = group * Tensor.lanes
        let lanes = min(Tensor.lanes, images.count - first)
        var generator = SplitMix64(seed: 0)
        for lane in 0..<lanes {
          images.load(
            first + lane, into: &workspace.activations[0], lane: lane, using: &generator)
        }
        head.forward(&workspace, pass: LayerContext(engine: engine))
        let output = workspace.activations[stage + 1]
        for unit in 0..<shape.channels {
          for (lane, place) in output.largest(ofUnit: unit, lanes: lanes, first).enumerated()
          where place.value != 0 && !place.value.isNaN && lane < lanes {
            mine[unit].offer(place)
          }
        }
        progress(
          done.withLock {
            $0 += lanes
            return $0
          })
      }
      found.withLock { all in
        for unit in mine.indices { all[unit].offer(mine[unit]) }
      }
    }
    return found.withLock { $0.map(\.sorted) }
  }

  /// The layers up to one of them, so that no later layer is computed.
  private func upTo(_ stage: Int) -> Network {
    do {
      return try Network(
        inputShape: inputShape, stages: Array(stages[...stage]), classNames: classNames)
    } catch { preconditionFailure("a part of a network does not fit together: \(error)") }
  }
}

extension Tensor {
  /// The largest value of a channel and its first place, for each image.
  fileprivate func largest(ofUnit unit: Int, lanes: Int, _ first: Int) -> [Excitation] {
    var best = [Float](repeating: -.infinity, count: Tensor.lanes)
    var places = [Int](repeating: 0, count: Tensor.lanes)
    var index = unit * shape.plane * Tensor.lanes
    for place in 0..<shape.plane {
      for lane in 0..<Tensor.lanes {
        if values[index + lane] > best[lane] {
          best[lane] = values[index + lane]
          places[lane] = place
        }
      }
      index += Tensor.lanes
    }
    return (0..<lanes).map { lane in
      Excitation(
        image: first + lane, y: places[lane] / shape.width, x: places[lane] % shape.width,
        value: best[lane])
    }
  }
}
