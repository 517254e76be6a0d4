internal import RowLoops

// The loops are plain scalar loops, which the compiler vectorizes.

extension Loops {
  package static func largestMagnitude(_ input: Span<Float>, from base: Int, count: Int) -> UInt32 {
    precondition(base >= 0)
    precondition(base + count <= input.count)
    var largest: UInt32 = 0
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      for i in 0..<count {
        let bits = input[base &+ i].bitPattern & 0x7FFF_FFFF
        largest = bits > largest ? bits : largest
      }
    }
    return largest
  }

  package static func nonfinite(_ input: Span<Float>, from base: Int, count: Int) -> Int {
    precondition(base >= 0)
    precondition(base + count <= input.count)
    var found: UInt32 = 0
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      for i in 0..<count {
        found &+= input[base &+ i].bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0
      }
    }
    return Int(found)
  }

  package static func weighMagnitudes(
    _ input: Span<Float>, from base: Int, limit: Float, into balance: inout MutableSpan<Int32>,
    at start: Int, count: Int
  ) {
    precondition(base >= 0)
    precondition(base + count <= input.count && start + count <= balance.count)
    input.withUnsafeBufferPointer { input in
      balance.withUnsafeMutableBufferPointer { balance in
        guard let input = input.baseAddress, let balance = balance.baseAddress else { return }
        for i in 0..<count {
          let magnitude = abs(input[base &+ i])
          let below: Int32 = magnitude > 0 ? -1 : 0
          balance[start &+ i] &+= magnitude >= limit ? 1 : below
        }
      }
    }
  }
}
