import ConvCore
import ConvNet
import Testing

@Suite("The places that excite a unit most")
struct ExcitationTests {
  private let network = Network.cnn(seed: 3)

  /// Images with few different values, so that many places are equal.
  private func images(_ count: Int) -> TensorDataset {
    var generator = SplitMix64(seed: 8)
    var values = (0..<count * 784).map { _ in Float(generator.next() % 3) / 2 }
    // Twins: equal in every place.
    values.replaceSubrange(784..<1568, with: Array(values[..<784]))
    return TensorDataset(
      images: values, shape: network.inputShape, labels: [Int](repeating: 0, count: count))
  }

  private func naive(_ stage: Int, _ images: TensorDataset, _ count: Int) -> [[Excitation]] {
    let shape = network.shapes[stage + 1]
    var all = [[Excitation]](repeating: [], count: shape.channels)
    for index in 0..<images.count {
      var workspace = Workspace(network)
      var generator = SplitMix64(seed: 0)
      images.load(index, into: &workspace.activations[0], lane: 0, using: &generator)
      network.forward(&workspace)
      let map = workspace.activations[stage + 1].image(0)
      for unit in 0..<shape.channels {
        let plane = Array(map[unit * shape.plane..<(unit + 1) * shape.plane])
        let largest = plane.max() ?? 0
        let place = plane.firstIndex(of: largest) ?? 0
        guard largest != 0 else { continue }
        all[unit].append(
          Excitation(
            image: index, y: place / shape.width, x: place % shape.width, value: largest))
      }
    }
    return all.map { places in
      Array(
        places.sorted { ($0.value, -$0.image) > ($1.value, -$1.image) }.prefix(count))
    }
  }

  @Test("they are those of a plain search, for any number of threads", arguments: [0, 2, 3, 5])
  func search(stage: Int) {
    let images = images(37)
    let expected = naive(stage, images, 9)
    for threads in [1, 2, 5] {
      #expect(network.excitations(ofStage: stage, by: images, threads: threads) == expected)
    }
    #expect(
      network.excitations(ofStage: stage, by: images, count: 2)
        == expected.map {
          Array($0.prefix(2))
        })
  }

  @Test("the heap keeps the strongest in any order")
  func heap() {
    var generator = SplitMix64(seed: 2)
    let places = (0..<200).map {
      Excitation(image: $0, y: 0, x: 0, value: Float(generator.next() % 20))
    }
    let expected = Array(places.sorted { $0.precedes($1) }.prefix(9))
    for order in [places, places.reversed(), places.sorted { $0.y + $0.image % 7 < $1.image % 7 }] {
      var heap = StrongestPlaces(capacity: 9)
      for place in order { heap.offer(place) }
      #expect(heap.sorted == expected)
    }
    #expect(StrongestPlaces(capacity: 3).sorted.isEmpty)
  }

  @Test("a unit that never answers has no place")
  func dead() throws {
    let silent = Conv2D(
      weight: [Float](repeating: -1, count: 9), bias: [0], inputChannels: 1,
      kernelSize: Size2D(3), activation: .relu)
    let network = try Network(
      inputShape: network.inputShape, stages: Network.named([silent]), classNames: [])
    #expect(network.excitations(ofStage: 0, by: images(5)) == [[]])
  }
}
