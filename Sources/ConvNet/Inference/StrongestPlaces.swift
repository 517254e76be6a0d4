/// The places with the largest values of one unit, at most `capacity` of them, kept in a heap.
///
/// The root of the heap is the place that would be left out first. The result depends on the places
/// that were offered, and not on their order.
package struct StrongestPlaces {
  private let capacity: Int
  private var heap: [Excitation] = []

  /// Creates an empty heap.
  package init(capacity: Int) {
    precondition(capacity > 0, "a heap for no place")
    self.capacity = capacity
  }

  /// The places, the strongest first.
  package var sorted: [Excitation] { heap.sorted { $0.precedes($1) } }

  /// Takes a place if it is stronger than one of those kept.
  package mutating func offer(_ place: Excitation) {
    if heap.count < capacity {
      heap.append(place)
      return rise(from: heap.count - 1)
    }
    guard place.precedes(heap[0]) else { return }
    heap[0] = place
    sink()
  }

  /// Takes the places of another heap.
  mutating func offer(_ other: StrongestPlaces) {
    for place in other.heap { offer(place) }
  }

  private mutating func rise(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[parent].precedes(heap[child]) else { return }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var last = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[last].precedes(heap[child]) {
        last = child
      }
      if last == parent { return }
      heap.swapAt(parent, last)
      parent = last
    }
  }
}
