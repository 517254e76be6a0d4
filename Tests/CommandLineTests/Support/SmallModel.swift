/// Models of a few layers, written by hand.
enum SmallModel {
  /// One dense layer over the pixels, with these weights and as many classes as biases.
  static func dense(_ weight: [Float], _ bias: [Float]) -> SafetensorsBuilder {
    SafetensorsBuilder(
      [
        .float32("dense.weight", [bias.count, 784], weight),
        .float32("dense.bias", [bias.count], bias),
      ],
      metadata: [
        "architecture": #"[{"kind":"Flatten","name":"flatten"},"#
          + #"{"kind":"Dense","name":"dense","inputs":784,"outputs":\#(bias.count)}]"#,
        "class_names": "[" + bias.indices.map { "\"c\($0)\"" }.joined(separator: ",") + "]",
        "input_shape": "1,28,28", "input_divisor": "255.0",
      ])
  }

  /// Weights that differ from each other.
  static func ramp(_ count: Int) -> [Float] { (0..<count).map { Float($0 % 13 - 6) / 100 } }
}
