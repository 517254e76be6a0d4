/// Conversions between element types.
package enum Casting {
  /// Converts a tensor; floats lose their fraction when they become integers.
  static func cast(_ tensor: Tensor, to type: ElementType) -> Tensor {
    if tensor.type == type { return tensor }
    switch type {
    case .float, .float16:
      if case .float(let values) = tensor.values {
        return Tensor(type, tensor.shape, rounding: values)
      }
      return Tensor(type, tensor.shape, rounding: doubles(tensor).map(Float.init))
    case .double: return Tensor(type, tensor.shape, .double(doubles(tensor)))
    case .bool: return Tensor(tensor.shape, truths: truths(tensor))
    default:
      if case .integer(let values) = tensor.values {
        return Tensor(type, tensor.shape, wrapping: values)
      }
      return Tensor(
        type, tensor.shape, wrapping: doubles(tensor).map { Casting.integer($0, type) })
    }
  }

  /// The elements as doubles.
  package static func doubles(_ tensor: Tensor) -> [Double] {
    switch tensor.values {
    case .float(let values): values.map(Double.init)
    case .double(let values): values
    case .integer(let values):
      tensor.type == .uint64
        ? values.map { Double(UInt64(bitPattern: $0)) } : values.map(Double.init)
    }
  }

  /// Whether each element is not zero.
  static func truths(_ tensor: Tensor) -> [Bool] {
    switch tensor.values {
    case .float(let values): values.map { $0 != 0 }
    case .double(let values): values.map { $0 != 0 }
    case .integer(let values): values.map { $0 != 0 }
    }
  }

  /// A real number without its fraction; NaN is 0, numbers beyond 64 bits are the nearest.
  static func integer(_ value: Double, _ type: ElementType) -> Int64 {
    if value.isNaN { return 0 }
    if type == .uint64 {
      return value <= -1 ? 0 : value >= 0x1p64 ? -1 : Int64(bitPattern: UInt64(max(0, value)))
    }
    return value <= -0x1p63 ? .min : value >= 0x1p63 ? .max : Int64(value)
  }
}
