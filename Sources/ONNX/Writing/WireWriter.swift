/// Writes the fields of a protobuf message, one after another.
struct WireWriter {
  /// The message so far.
  private(set) var bytes: [UInt8] = []

  /// Appends a variable-length integer: seven bits a byte, the lowest first.
  private mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func key(_ number: Int, type: Int) { append(UInt64(number * 8 + type)) }

  /// Appends an integer field.
  mutating func integer(_ number: Int, _ value: Int) {
    key(number, type: 0)
    append(UInt64(bitPattern: Int64(value)))
  }

  /// Appends a float field.
  mutating func float(_ number: Int, _ value: Float) {
    key(number, type: 5)
    append(bits: value)
  }

  private mutating func append(bits value: Float) {
    let bits = value.bitPattern
    for shift in [0, 8, 16, 24] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  /// Appends a text field.
  mutating func text(_ number: Int, _ value: String) { field(number, Array(value.utf8)) }

  /// Appends a field of bytes.
  mutating func field(_ number: Int, _ value: [UInt8]) {
    key(number, type: 2)
    append(UInt64(value.count))
    bytes += value
  }

  /// Appends a field of float32 values, little-endian.
  mutating func floats(_ number: Int, _ values: [Float]) {
    key(number, type: 2)
    append(UInt64(values.count * 4))
    bytes.reserveCapacity(bytes.count + values.count * 4)
    for value in values { append(bits: value) }
  }

  /// Appends a message that `body` writes.
  mutating func message(_ number: Int, _ body: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    body(&inner)
    field(number, inner.bytes)
  }
}
